"use strict";
// Shows exchanges as they come: waits for the next one, and takes the list of the page anew.
// Without this script the page is loaded again by hand.
(() => {
  const feed = document.querySelector("[data-live]");
  if (!feed) return;
  const { live, wait, tenant } = feed.dataset;
  const button = document.createElement("button");
  const status = document.createElement("p");
  button.type = "button";
  button.className = "small";
  button.textContent = "Live";
  button.setAttribute("aria-pressed", "false");
  status.className = "note";
  status.setAttribute("role", "status");
  feed.before(button, status);
  let last = Number(live), stop = null;

  const came = async (signal) => {
    const body = JSON.stringify({ After: last, Timeout: "PT20S", Tenant: tenant || undefined });
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const answer = await fetch(wait, { method: "POST", headers, body, signal });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.json();
  };

  const renew = async (signal) => {
    const answer = await fetch(location.href, { signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-live]");
    const at = document.activeElement?.getAttribute?.("href");
    feed.replaceChildren(...next.childNodes);
    if (at) feed.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
  };

  const follow = async (signal) => {
    while (!signal.aborted) {
      const news = await came(signal);
      if (!news.Results.length) continue;
      last = news.Last;
      await renew(signal);
      status.textContent = `Exchange ${last} came.`;
    }
  };

  const end = (text) => {
    stop?.abort();
    stop = null;
    button.setAttribute("aria-pressed", "false");
    status.textContent = text;
  };

  button.addEventListener("click", () => {
    if (stop) return end("");
    stop = new AbortController();
    button.setAttribute("aria-pressed", "true");
    status.textContent = "Waits for exchanges.";
    const { signal } = stop;
    follow(signal).catch((error) => { if (!signal.aborted) end(`No longer live: ${error.message}`); });
  });
})();
