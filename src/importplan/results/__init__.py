"""Results for people: views (pure tables) and the workbook that shows them; formatting only."""
