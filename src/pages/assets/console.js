"use strict";
// Saves reloads: what the form's buttons do, the server does, and its page is taken over in place.
(() => {
  const form = () => document.getElementById("call");
  let newest = 0;

  // Asks for the page of the form as it stands; only the newest answer counts.
  const ask = async (act) => {
    const turn = ++newest;
    const data = new URLSearchParams(new FormData(form()));
    data.set("do", act);
    const answer = await fetch(form().action, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return turn === newest && answer.ok ? page : null;
  };

  const take = (page, selector) => {
    const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
    const open = [...old.querySelectorAll("details")].map((details) => details.open);
    if (selector !== "#answer") fresh.querySelectorAll("details").forEach((details, at) => { if (open[at]) details.open = true; });
    old.replaceWith(document.adoptNode(fresh));
    prepare();
  };

  // Things that are no use without a script are shown by it.
  const prepare = () => {
    document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  };

  const act = async (button) => {
    const name = button ? button.value : "send";
    document.body.classList.add("busy");
    try {
      const page = await ask(name);
      if (!page) return;
      const sends = name === "send";
      (sends ? ["#call", "#request", "#answer", "header"] : ["#call", "#request"]).forEach((part) => take(page, part));
      const fault = sends && document.querySelector("#call [aria-invalid]");
      const again = fault || (button && document.getElementById(button.id)) || document.querySelector("#call [value=send]");
      again.focus({ preventScroll: !fault });
      if (sends && !fault) document.getElementById("answer").scrollIntoView({ block: "nearest" });
    } finally {
      document.body.classList.remove("busy");
    }
  };

  let waiting = 0;
  const show = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const page = await ask("show");
      if (page) take(page, "#request");
    }, 250);
  };

  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    clearTimeout(waiting);
    act(event.submitter);
  });
  document.addEventListener("input", (event) => { if (event.target.form === form()) show(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); act(null); }
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  prepare();
})();
