"""The action calendar (行动日历): one file for each subject that steps come from; `calendar` puts them together."""
