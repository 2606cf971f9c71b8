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

// Show only the records that hold the words in the box.
const filter = document.getElementById("filter");
filter?.addEventListener("input", () => {
  const records = [...document.querySelectorAll(".record")];
  for (const record of records) {
    record.hidden = !record.textContent.toLowerCase().includes(filter.value.toLowerCase());
  }
  const shown = records.filter((record) => !record.hidden).length;
  document.getElementById("filtered").textContent = `${shown} of ${records.length} records`;
});

// Paper has nothing to press.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
