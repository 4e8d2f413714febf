"use strict";
// Tables sort by a click on a heading and are filtered by what is typed above them; a button changes the language.
const amount = (words) => {
  const found = words.replace(/[,\s%＋+]/g, "").replace("−", "-");
  return /^-?\d+(\.\d+)?/.test(found) && !/^\d{4}-\d\d/.test(found) ? parseFloat(found) : NaN;
};
for (const table of document.querySelectorAll("table.sorted")) {
  const body = table.tBodies[0];
  for (const [place, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].map((row) => [row, row.cells[place].textContent]);
      const numeric = rows.every(([, words]) => words === "" || words === "–" || !Number.isNaN(amount(words)));
      const value = (words) => (Number.isNaN(amount(words)) ? -Infinity : amount(words));
      rows.sort(([, a], [, b]) => (numeric ? value(a) - value(b) : a.localeCompare(b)) * (down ? -1 : 1));
      body.append(...rows.map(([row]) => row));
    });
  }
}
for (const field of document.querySelectorAll("input.filter")) {
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of field.parentElement.querySelectorAll("tbody tr"))
      row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
  });
}
const bodies = [...document.querySelectorAll("[data-language]")];
for (const button of document.querySelectorAll("button.switch")) {
  button.addEventListener("click", () => {
    for (const body of bodies) body.hidden = body.contains(button);
    const shown = bodies.find((body) => !body.hidden);
    document.documentElement.lang = shown.lang;
    document.title = shown.querySelector("h1").textContent;
    window.scrollTo(0, 0);
  });
}
