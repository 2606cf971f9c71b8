"use strict";
// Sort a table by the column whose heading is pressed, and back.
const cellValue = (row, column) => {
  const cell = row.cells[column];
  const text = cell.dataset.value ?? cell.textContent.trim();
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
};
const compare = (a, b) =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));

for (const table of document.querySelectorAll("table[data-sortable]")) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    heading.querySelector("button").addEventListener("click", () => {
      const order = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", order);
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => compare(cellValue(a, column), cellValue(b, column)));
      if (order === "descending") rows.reverse();
      table.tBodies[0].append(...rows);
    });
  });
}

// Show only what holds the words in the box.
for (const filter of document.querySelectorAll("input[data-filter]")) {
  const shown = filter.closest("p").querySelector("[role=status]");
  filter.addEventListener("input", () => {
    const all = [...document.querySelectorAll(filter.dataset.filter)];
    for (const one of all) {
      one.hidden = !one.textContent.toLowerCase().includes(filter.value.toLowerCase());
    }
    // What was found may be folded.
    for (const one of all) {
      if (filter.value && !one.hidden) one.parentElement.closest("details")?.setAttribute("open", "");
    }
    shown.textContent = `${all.filter((one) => !one.hidden).length} of ${all.length}`;
  });
}

// Paper has nothing to press; what is long stays folded.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([data-long])")) details.open = true;
});
