// The waiting page of a form that could not be stored: sends it again until the host takes it or has an answer of
// its own. The page stays where it is meanwhile, whatever the network does, so that nothing has to be typed again.

const form = /** @type {HTMLFormElement} */ (document.getElementById("formulir"));
const pause = 1000 * Number(form.dataset.seconds);

async function attempt() {
  const fields = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const answer = await fetch(form.action, { method: "POST", credentials: "same-origin", body: fields }).catch(() => null);
  document.getElementById("terputus").hidden = answer !== null;
  if (answer && answer.ok && answer.redirected) location.replace(answer.url);
  else if (answer && answer.status < 500) form.submit(); // harmless once more: the person has to see what it says
  else later();
}

/** Not all at the same moment: a whole class waits. */
function later() {
  setTimeout(attempt, pause * (0.5 + Math.random()));
}

later();
