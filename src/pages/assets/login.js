"use strict";
// Shows why a sign-in was refused: a host sends a browser back with the reason behind `#f=`.
(() => {
  const reason = new URLSearchParams(location.hash.slice(1)).get("f");
  if (reason) document.querySelector("[role=alert]").textContent = reason;
})();
