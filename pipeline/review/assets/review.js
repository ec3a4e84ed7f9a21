// The review page. An action is about one row, the one shown, which is named by its key. While an action is running, and
// for a moment after another row has come up, further actions are ignored.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const TABLES = {
    PERSON: "mentions", ORGANISATION: "mentions", COUNTRY: "mentions", PLACE: "mentions", DEMONYM: "mentions",
    date: "dates", "job title": "roles", quote: "quotes", "reported speech": "quotes", contact: "contacts", part: "sections",
  };
  const KINDS = [
    ["PERSON", "a person"], ["ORGANISATION", "an organisation"], ["COUNTRY", "a country"], ["PLACE", "a place"],
    ["DEMONYM", "a word for people of a country"], ["date", "a date"], ["job title", "a job title"], ["quote", "a quote"],
    ["reported speech", "reported speech"], ["contact", "a contact"], ["part", "a part of the release"],
  ];
  const PARTS = ["header", "dateline", "body", "boilerplate", "contact", "notes", "embargo", "signature", "footer", "end_mark"];
  const PAUSE = 350; // milliseconds after a row has come up, during which a click counts as the second half of a double click
  const state = { queue: [], at: -1, release: null, row: null, pairs: [], pair: 0, busy: false, since: 0, asked: false };

  // --- talking to the server ---

  async function ask(name, query) {
    const response = await fetch(name + (query ? "?" + new URLSearchParams(query) : ""));
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }
  async function send(name, body) {
    const response = await fetch(name, {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify(name === "undo" ? body : { reviewer: $("reviewer").value.trim(), ...body }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }
  function tell(text, wrong = false) {
    $("status").textContent = text;
    $("status").classList.toggle("wrong", wrong);
  }
  // runs one action at a time; keys and clicks in the meantime are dropped, not kept for the next row
  async function act(work) {
    if (state.busy) return;
    state.busy = true;
    document.body.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      tell(error instanceof TypeError ? "The server does not answer: is `communique review --serve` still running?" : error.message, true);
      if (/who you are/.test(error.message)) $("reviewer").focus();
    } finally {
      state.busy = false;
      document.body.removeAttribute("aria-busy");
    }
  }

  // --- showing ---

  function make(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }
  const byKey = (key) => state.release?.rows.find((r) => r.key === key);
  const markOf = (key) => $("text").querySelector(`[data-row="${CSS.escape(key)}"]`);

  const publishedOn = () => state.release.rows[0].fields.find((f) => f.name === "published").value;
  async function loadRelease(id, given) {
    state.release = given || (await ask("release", { document: id }));
    $("name").textContent = state.release.name;
    $("about").textContent = publishedOn() ? `Published ${publishedOn()}` : "No publication date: set it";
    $("text").innerHTML = state.release.html; // escaped by the server, mark by mark
    $("release").value = id;
    $("count").textContent = state.release.rows.length;
    $("rows").replaceChildren(...state.release.rows.map(entry));
    $("names").replaceChildren(...Object.keys(state.release.names).map((n) => make("option", { value: n })));
  }
  function entry(row) {
    const button = make("button", { type: "button" }, row.words, " ", make("small", { textContent: row.says + mark(row.review) }));
    button.dataset.key = row.key;
    return make("li", {}, button);
  }
  const mark = (review) => (review && review !== "unreviewed" ? ` · ✓ ${review}` : "");

  function show(row, item) {
    state.row = row;
    state.since = performance.now();
    state.asked = false;
    leave();
    document.querySelectorAll(".current").forEach((e) => e.classList.remove("current"));
    document.querySelectorAll("[aria-current]").forEach((e) => e.removeAttribute("aria-current"));
    for (const button of $("act").querySelectorAll("[data-do=accept],[data-do=reject]")) button.disabled = !row || row.table === "documents";
    $("act").querySelector("[data-do=edit]").disabled = !row;
    $("day").hidden = !(row?.table === "dates" && !publishedOn() && !row.fields.find((f) => f.name === "value").value);
    const all = alike(row);
    $("alike").hidden = all.length < 2;
    $("many").textContent = `For all ${all.length} rows of this name here:`;
    if (!row) {
      $("says").textContent = state.queue.length ? "Choose a row" : "Nothing left to review here";
      $("words").textContent = $("why").textContent = "";
      return;
    }
    $("says").textContent = row.says + mark(row.review);
    $("words").textContent = row.words;
    const sure = row.confidence === null ? "" : `${Math.round(100 * row.confidence)} % sure`;
    $("why").textContent = item?.why || sure;
    $("why").title = row.rule && `made by ${row.rule}`;
    const there = row.key ? markOf(row.key) : null;
    if (there) {
      for (const piece of $("text").querySelectorAll(`[data-row="${CSS.escape(row.key)}"]`)) piece.classList.add("current");
      there.scrollIntoView({ block: matchMedia("(max-width: 48rem)").matches ? "start" : "center" });
    }
    document.querySelector(`#rows [data-key="${CSS.escape(row.key)}"]`)?.setAttribute("aria-current", "true");
    rowsHere(there, row);
  }
  // the unjudged mentions of this release that say the same as this one, so that one judgement can hold for all
  function alike(row) {
    if (row?.table !== "mentions" || row.review !== "unreviewed") return [];
    const same = (r) => r.says === row.says && (row.entity_id || r.words === row.words);
    return state.release.rows.filter((r) => r.table === "mentions" && r.review === "unreviewed" && same(r));
  }
  // other rows at the same words, such as a name within a job title within a quote
  function rowsHere(there, row) {
    const keys = [];
    for (let e = there; e; e = e.parentElement.closest("[data-row]")) if (!keys.includes(e.dataset.row)) keys.push(e.dataset.row);
    for (const e of there?.querySelectorAll("[data-row]") || []) if (!keys.includes(e.dataset.row)) keys.push(e.dataset.row);
    const same = state.release.rows.filter((r) => r.key && r.key !== row.key && r.start === row.start && !keys.includes(r.key));
    const rows = [...keys.filter((k) => k !== row.key).map(byKey), ...same].filter((r) => r && r.table !== "sections");
    $("here-box").hidden = !rows.length;
    $("here").replaceChildren(...rows.slice(0, 12).map(entry));
  }
  function progress({ judged, left }) {
    const all = judged + left;
    $("progress").textContent = `${judged.toLocaleString("en")} of ${all.toLocaleString("en")} rows judged`;
    $("share").max = Math.max(all, 1);
    $("share").value = judged;
  }

  // --- going through the queue ---

  async function loadQueue() {
    const order = $("order").value;
    const pairs = order === "pairs";
    $("pairs").hidden = !pairs;
    for (const e of document.querySelectorAll(".desk > article, .desk > .panel")) e.hidden = pairs;
    if (pairs) {
      state.pairs = (await ask("pairs")).pairs;
      state.pair = 0;
      showPair();
      return;
    }
    const found = await ask("listed", { order, document: order === "text" ? $("release").value : "" });
    Object.assign(state, { queue: found.rows, at: -1 });
    progress(found);
    await step(1);
  }
  // go to the next unjudged row, or back to the previous one, judged or not
  async function step(by) {
    for (let at = state.at + by; at >= 0 && at < state.queue.length; at += by) {
      const item = state.queue[at];
      if (state.release?.document !== item.document) await loadRelease(item.document);
      const row = byKey(item.key); // missing if it was rejected, or removed with another row
      if (!row || (by > 0 && row.review !== "unreviewed")) continue;
      state.at = at;
      return show(row, item);
    }
    if (by < 0) return tell("This is the first row.");
    const after = $("release").selectedOptions[0]?.nextElementSibling;
    if ($("order").value === "text" && after) {
      tell(`On to the next release, ${after.textContent}.`);
      $("release").value = after.value;
      state.release = null;
      return loadQueue();
    }
    if (state.queue.length) tell(`${$("status").textContent} That was the last row of this list.`);
    if (!state.release && $("release").value) await loadRelease($("release").value);
    state.at = state.queue.length;
    show(null);
  }

  const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;
  // after a row that was chosen with a click, the queue stays where it is; otherwise the next row comes up
  async function decided(answer, chosen = state.row) {
    progress(answer);
    tell(`${sentence(answer.told)} Saved.`);
    const item = state.queue[state.at];
    if (answer.release) await loadRelease(answer.release.document, answer.release);
    const waits = item && item.key !== chosen?.key && byKey(item.key);
    if (waits && waits.review === "unreviewed") return show(waits, item);
    await step(1);
  }

  const ACTIONS = {
    accept: () => judge("accept", [state.row]),
    reject: () => judge("reject", [state.row]),
    "accept-all": () => judge("accept", alike(state.row)),
    "reject-all": () => judge("reject", alike(state.row)),
    edit: () => state.row && edit(state.row),
    about: () => { if (state.release) { show(state.release.rows[0]); edit(state.row, "published"); } },
    add: () => add(),
    next: () => act(() => step(1)),
    previous: () => act(() => step(-1)),
    undo: () => act(undo),
    done: () => act(async () => {
      if (!state.release) return;
      const left = state.release.rows.filter((r) => r.review === "unreviewed").length;
      if (left && !state.asked) {
        state.asked = true;
        return tell(`${left} rows of this release are not judged. Press d again to accept them all.`);
      }
      await decided(await send("done", { document_id: state.release.document }));
    }),
    help: () => {
      $("keys").hidden = !$("keys").hidden;
      $("help").setAttribute("aria-expanded", String(!$("keys").hidden));
    },
  };
  function judge(verdict, rows) {
    if (!rows.length || !rows[0] || rows[0].table === "documents") return;
    act(async () => decided(await send("judge", { verdict, keys: rows.map((r) => r.key) })));
  }
  async function undo() {
    const answer = await send("undo", {});
    progress(answer);
    tell(sentence(answer.told));
    if ($("order").value === "pairs") return loadQueue();
    if (answer.release) await loadRelease(answer.release.document, answer.release);
    const back = answer.rows.find(byKey) || state.row?.key;
    const at = state.queue.findIndex((i) => i.key === back);
    if (at >= 0) state.at = at;
    show(byKey(back) || null, state.queue[at]);
  }

  // --- forms ---

  function leave() {
    $("form").hidden = true;
    $("act").hidden = false;
    $("form").replaceChildren();
    $("form").onsubmit = null;
  }
  function field(f) {
    let input;
    if (f.kind === "choice") {
      input = make("select", { name: f.name }, ...f.choices.map((c) => make("option", { value: c, textContent: c.replace("_", " ") })));
      input.value = f.value;
    } else {
      input = make("input", { name: f.name, value: f.kind === "entity" ? f.shown : f.value, autocomplete: "off" });
      if (f.kind === "entity") {
        input.setAttribute("list", "names");
        input.dataset.of = f.of;
        input.addEventListener("input", () => offer(input));
      }
    }
    input.dataset.was = input.value;
    input.dataset.kind = f.kind;
    return make("label", {}, f.label, input);
  }
  let waiting;
  function offer(input) {
    clearTimeout(waiting);
    if (input.value.trim().length < 2 || input.dataset.of === "speaker") return;
    waiting = setTimeout(async () => {
      const { names } = await ask("names", { kind: input.dataset.of, words: input.value });
      for (const { key, name } of names) state.release.names[name] ??= key;
      $("names").replaceChildren(...[...new Set([...names.map((n) => n.name), ...Object.keys(state.release.names)])].map((n) => make("option", { value: n })));
    }, 150);
  }
  const keyOf = (input) => (input.dataset.kind === "entity" ? state.release.names[input.value.trim()] || input.value.trim() : input.value);

  function open(parts, save, onSubmit, focused) {
    const cancel = make("button", { type: "button", textContent: "Cancel (Esc)" });
    cancel.addEventListener("click", leave);
    $("form").replaceChildren(...parts, make("div", { className: "act" }, make("button", { type: "submit", className: "good", textContent: save }), cancel));
    $("form").hidden = false;
    $("act").hidden = $("alike").hidden = true;
    $("form").onsubmit = (event) => { event.preventDefault(); act(onSubmit); };
    const first = $("form").elements[focused] || $("form").querySelector("input, select");
    first?.focus();
    first?.select?.();
  }
  function edit(row, focused) {
    const chosen = selected(); // words selected at the row are meant as its new words
    open(row.fields.map(field), "Save (Enter)", async () => {
      const changed = [...$("form").elements].filter((e) => e.name && e.value !== e.dataset.was);
      if (!changed.length) { leave(); return tell("Nothing was changed."); }
      const cells = Object.fromEntries(changed.map((e) => [e.name, keyOf(e)]));
      const about = row.table === "documents" ? { document_id: state.release.document } : { key: row.key };
      await decided(await send(row.table === "documents" ? "set_release" : "edit", { ...about, cells }), row);
    }, focused);
    const words = $("form").elements.text;
    if (chosen && words && chosen.start < row.end && chosen.end > row.start) words.value = chosen.words;
  }

  // the words selected in the text, with offsets in code points of the text
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !$("text").contains(selection.anchorNode)) return null;
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.selectNodeContents($("text"));
    before.setEnd(range.startContainer, range.startOffset);
    const words = range.toString(), trimmed = words.trim();
    if (!trimmed) return null;
    const start = [...(before.toString() + words.slice(0, words.indexOf(trimmed)))].length;
    // a field holds one line; the server finds the words with any white space between them
    return { words: trimmed.replace(/\s+/g, " "), start, end: start + [...trimmed].length };
  }
  function add() {
    if (!state.release) return;
    const chosen = selected();
    const words = make("input", { name: "words", value: chosen?.words || "", autocomplete: "off", required: true });
    const place = make("select", { name: "place" });
    const kind = make("select", { name: "kind" }, ...KINDS.map(([value, textContent]) => make("option", { value, textContent })));
    const rest = make("div", { className: "rest" });
    const wherever = make("label", {}, "Which place", place);
    wherever.hidden = true;
    async function places() {
      const typed = words.value.trim();
      if (chosen && typed === chosen.words) { place.replaceChildren(make("option", { value: chosen.start })); wherever.hidden = true; return; }
      const { starts } = typed ? await ask("places", { document: state.release.document, words: typed }) : { starts: [] };
      place.replaceChildren(...starts.map((s, i) => make("option", { value: s, textContent: `${i + 1} of ${starts.length}` })));
      wherever.hidden = starts.length < 2;
    }
    function fields() {
      const entity = (name, label, of) => field({ name, label, kind: "entity", of, value: "", shown: "" });
      const shown = {
        PERSON: [entity("value", "Who (if empty, the words are the name)", "person")],
        ORGANISATION: [entity("value", "Which (if empty, the words are the name)", "organisation")],
        COUNTRY: [entity("value", "Which (if empty, as the words say)", "country")],
        DEMONYM: [entity("value", "Of which country", "country")],
        date: [field({ name: "value", label: "Date (2023-09-27, 2023-09, 2023-Q3, 2023)", kind: "text", value: "" })],
        "job title": [entity("value", "Whose", "person"), entity("organisation_id", "At which organisation", "organisation"), entity("country", "For which country", "country")],
        quote: [entity("value", "Speaker", "speaker")],
        "reported speech": [entity("value", "Speaker", "speaker")],
        contact: [field({ name: "value", label: "Name (if empty, the words)", kind: "text", value: "" }), field({ name: "email", label: "E-mail", kind: "text", value: "" }), field({ name: "phone", label: "Telephone", kind: "text", value: "" })],
        part: [field({ name: "part", label: "Which part", kind: "choice", value: "boilerplate", choices: PARTS })],
      };
      rest.replaceChildren(...(shown[kind.value] || []));
    }
    words.addEventListener("change", () => act(places));
    kind.addEventListener("change", fields);
    fields();
    open([make("label", {}, "Words", words), wherever, make("label", {}, "They are", kind), rest], "Add (Enter)", async () => {
      await places();
      const value = rest.querySelector("[name=value]"), part = rest.querySelector("[name=part]");
      const more = [...rest.querySelectorAll("input")].filter((e) => e.name !== "value" && e.value.trim());
      const label = { "reported speech": "indirect", quote: "direct", part: part?.value }[kind.value] || (TABLES[kind.value] === "mentions" ? kind.value : "");
      const answer = await send("add", {
        document_id: state.release.document, table: TABLES[kind.value], words: words.value.trim(), start: place.value ? Number(place.value) : null,
        field: label, value: value ? keyOf(value) : "", cells: Object.fromEntries(more.map((e) => [e.name, keyOf(e)])),
      });
      await decided(answer, null);
    });
    if (chosen) kind.focus();
    act(places);
  }

  // --- pairs ---

  function showPair() {
    const pair = state.pairs[state.pair];
    $("progress").textContent = pair ? `pair ${state.pair + 1} of ${state.pairs.length}` : "no pair is left";
    $("share").max = Math.max(state.pairs.length, 1);
    $("share").value = state.pair;
    if (!pair) { $("pairs").replaceChildren(make("p", { textContent: "No pair is left to decide." })); return; }
    const side = (s, n) => make("article", {},
      make("h2", {}, s.name), make("p", { className: "at", textContent: `${s.key} · ${s.mentions} mentions` }),
      ...(s.aliases.length ? [make("p", { className: "at", textContent: "also " + s.aliases.join("; ") })] : []),
      ...s.roles.map((r) => make("p", { className: "at", textContent: r })),
      ...s.places.map((p) => make("p", {}, p.before, make("mark", { textContent: p.words }), p.after)),
      button(`The same: ${s.name}`, String(n + 1), () => decidePair("merge", { gone: pair.sides[1 - n].key, stays: s.key })));
    $("pairs").replaceChildren(
      make("h2", { textContent: `May be the same: ${pair.why}` }),
      make("div", { className: "pair" }, ...pair.sides.map(side)),
      make("div", { className: "act" },
        button("Different", "x", () => decidePair("apart", { one: pair.sides[0].key, other: pair.sides[1].key })),
        button("Next", "n", () => { state.pair = Math.min(state.pair + 1, state.pairs.length); showPair(); }),
        button("Previous", "p", () => { state.pair = Math.max(state.pair - 1, 0); showPair(); })));
    state.since = performance.now();
  }
  function button(text, key, work) {
    const made = make("button", { type: "button" }, text, " ", make("kbd", { textContent: key }));
    made.dataset.key = key;
    made.addEventListener("click", (event) => { if (deliberate(event)) work(); });
    return made;
  }
  function decidePair(name, body) {
    act(async () => {
      const answer = await send(name, body);
      state.pairs = (await ask("pairs")).pairs;
      tell(`${sentence(answer.told)} Saved.`);
      showPair();
    });
  }

  // --- mouse and keys ---

  // the second click of a double click would be about a row that has only just come up
  const deliberate = (event) => event.detail === 0 || (event.detail === 1 && performance.now() - state.since > PAUSE);

  document.addEventListener("click", (event) => {
    const name = event.target.closest("[data-do]")?.dataset.do;
    if (name && (!/accept|reject|done/.test(name) || deliberate(event))) ACTIONS[name]();
    const listed = event.target.closest("#rows [data-key], #here [data-key]");
    if (listed) show(byKey(listed.dataset.key));
  });
  let field_of_the_click = null;
  $("text").addEventListener("mousedown", () => {
    const now = document.activeElement;
    field_of_the_click = now?.form === $("form") && now.dataset.kind ? now : null;
  });
  $("text").addEventListener("click", (event) => {
    const chosen = selected(), open_field = field_of_the_click;
    if (chosen) {
      if (open_field?.dataset.kind === "words") { open_field.value = chosen.words; open_field.focus(); }
      return;
    }
    const key = event.target.closest("[data-row]")?.dataset.row;
    const row = key && byKey(key);
    if (!row) return;
    if (open_field?.dataset.kind === "entity" && row.entity_id) {
      const name = Object.entries(state.release.names).find(([, k]) => k === row.entity_id)?.[0];
      if (name) { open_field.value = name; open_field.focus(); return; }
    }
    show(row, state.queue.find((i) => i.key === key));
  });
  const KEYS = { a: "accept", r: "reject", A: "accept-all", R: "reject-all", e: "edit", n: "next", p: "previous", u: "undo", "+": "add", i: "add", d: "done", y: "about", "?": "help" };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { leave(); document.activeElement?.blur(); return; }
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Enter" && typing?.matches("#form select")) { event.preventDefault(); typing.form.requestSubmit(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if ($("order").value === "pairs") {
      const pressed = $("pairs").querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (pressed) { event.preventDefault(); pressed.click(); return; }
    }
    const name = KEYS[event.key];
    if (!name || ($("order").value === "pairs" && !["undo", "help"].includes(name))) return;
    event.preventDefault();
    ACTIONS[name]();
  });
  $("order").addEventListener("change", () => { $("order").blur(); act(loadQueue); });
  $("release").addEventListener("change", () => {
    $("release").blur();
    act(async () => {
      if ($("order").value !== "text") $("order").value = "text";
      state.release = null;
      await loadQueue();
    });
  });
  const kept = () => { try { return localStorage; } catch { return {}; } }; // there may be no storage in a frame
  $("reviewer").addEventListener("change", () => { kept()["communique-reviewer"] = $("reviewer").value.trim(); });
  $("reviewer").addEventListener("keydown", (event) => { if (event.key === "Enter") $("reviewer").blur(); });

  act(async () => {
    $("reviewer").value = document.body.dataset.reviewer || kept()["communique-reviewer"] || "";
    const { releases } = await ask("releases");
    $("release").replaceChildren(...releases.map((r) => make("option", { value: r.key, textContent: r.name })));
    await loadQueue();
  });
})();
