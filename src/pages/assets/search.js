"use strict";
// Filters the list while one types; without this script the form asks the server.
(() => {
  const field = document.getElementById("search");
  const none = document.getElementById("none");
  const rows = [...document.querySelectorAll("table.operations tr")];
  const filter = () => {
    const words = field.value.toLowerCase().split(/\s+/);
    rows.forEach((row) => { row.hidden = !words.every((word) => row.dataset.text.includes(word)); });
    none.hidden = rows.some((row) => !row.hidden);
  };
  field.addEventListener("input", filter);
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = rows.find((row) => !row.hidden);
    if (first) first.querySelector("a").click();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
  });
  if (field.value) filter();
})();
