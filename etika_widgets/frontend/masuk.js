// Exchanges the facilitator's token for a cookie and erases it from the address bar and the history.

import { post } from "./page.js";

async function exchange(token) {
  const answer = await post("/masuk", { token }).catch(() => null);
  document.getElementById("gagal").hidden = !answer || answer.ok;
  document.getElementById("terputus").hidden = answer !== null;
  if (answer && answer.ok) location.reload();
}

const token = location.hash.slice(1);
if (token) {
  history.replaceState(null, "", location.pathname);
  exchange(token);
}
document.getElementById("formulir").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = /** @type {HTMLInputElement} */ (document.getElementById("token")).value.trim();
  exchange(typed.includes("#") ? typed.slice(typed.lastIndexOf("#") + 1) : typed);
});
