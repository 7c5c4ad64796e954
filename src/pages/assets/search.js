"use strict";
(() => {
  const field = document.getElementById("search");
  const rows = [...document.querySelectorAll("table.operations tr")];
  const texts = rows.map((row) => {
    const name = row.querySelector("th");
    return `${name.textContent} ${name.dataset.tags}`.toLowerCase();
  });
  const filter = () => {
    const words = field.value.toLowerCase().split(/\s+/);
    rows.forEach((row, i) => { row.hidden = !words.every((word) => texts[i].includes(word)); });
  };
  field.hidden = false;
  field.addEventListener("input", filter);
  field.addEventListener("keydown", (event) => {
    const first = rows.find((row) => !row.hidden);
    if (event.key === "Enter" && first) first.querySelector("a").click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target === field || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    field.focus();
  });
  if (field.value) filter();
})();
