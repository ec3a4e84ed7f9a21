// The list of releases: filters, order, pages. The URL holds the state, so that a view can be bookmarked and shared.
"use strict";
(() => {
  const SIZE = 50, OFFERED = 30, NAMED = 4; // releases on a page, names offered, names shown of each kind
  const data = window.COMMUNIQUE;
  const form = document.querySelector("form.filters");
  const list = document.querySelector("ol.releases");
  const told = document.querySelector(".count");
  const pages = document.querySelector("nav.pages");
  const FIELDS = ["text", "person", "organisation", "country", "from", "to", "findings", "order"];
  const TABLES = { person: ["people", 7], organisation: ["organisations", 8], country: ["countries", 9] };
  const fold = (s) => s.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const folded = {};
  for (const [table] of Object.values(TABLES)) folded[table] = data[table].map((e) => fold(e[0] + "\n" + (e[2] || "")));
  const haystack = data.documents.map((d) => fold(d[2] + "\n" + d[0]));
  let shown = [], at = 0;

  // numbers of the entities whose name or alias equals the words or, failing that, contains them
  function numbers(table, words) {
    const wanted = fold(words.trim());
    const exact = folded[table].flatMap((n, i) => (n.split("\n").includes(wanted) ? [i] : []));
    return new Set(exact.length ? exact : folded[table].flatMap((n, i) => (n.includes(wanted) ? [i] : [])));
  }

  // --- words of the texts: one script per first two letters, loaded when such a word is searched ---
  const WORD = /[\p{L}\p{N}]+/gu;
  const shards = {};
  window.COMMUNIQUE_WORDS = (name, words) => { shards[name] = words; };
  const shardOf = (word) => /^[a-z0-9]{1,2}/.exec(word)?.[0] === word.slice(0, 2) ? word.slice(0, 2) : "other";
  function load(name) {
    if (!data.texts || name in shards) return Promise.resolve();
    shards[name] = {};
    return new Promise((done) => {
      const script = document.createElement("script");
      script.src = `search/${name}.js`;
      script.onload = script.onerror = done;
      document.head.append(script);
    });
  }
  // the terms of a search: phrases in quotation marks, which match exactly, and words, of which the beginning is enough
  function terms(text) {
    const found = [];
    for (const [, phrase, word] of text.replace(/[“”„]/g, '"').matchAll(/"([^"]*)"?|(\S+)/g)) {
      const words = fold(phrase ?? word).match(WORD) || [];
      if (words.length) found.push({ words, exact: phrase !== undefined, raw: fold(phrase ?? word) });
    }
    return found;
  }
  // release -> positions of the word in it; without exact, of every word that begins with it
  function placesOf(word, exact) {
    const shard = shards[shardOf(word)] || {}, places = new Map();
    for (const full of exact ? [word] : Object.keys(shard).filter((w) => w.startsWith(word))) {
      if (!Object.hasOwn(shard, full)) continue;
      for (const [number, ...steps] of shard[full]) {
        if (!places.has(number)) places.set(number, new Set());
        let at = 0;
        for (const s of steps) places.get(number).add((at += s));
      }
    }
    return places;
  }
  function inTexts({ words, exact }) {
    const places = words.map((w, i) => placesOf(w, exact || i < words.length - 1));
    return new Set([...places[0].keys()].filter((number) => [...places[0].get(number)].some((at) => places.every((p, i) => p.get(number)?.has(at + i)))));
  }

  function matches() {
    const value = Object.fromEntries(FIELDS.map((n) => [n, form.elements[n].value]));
    const tests = [];
    for (const term of terms(value.text)) {
      const named = Object.values(TABLES).map(([table, column]) => {
        return [column, new Set(folded[table].flatMap((n, i) => (n.includes(term.raw) ? [i] : [])))];
      });
      const said = inTexts(term);
      tests.push((d, i) => said.has(i) || haystack[i].includes(term.raw) || named.some(([c, set]) => d[c].some((n) => set.has(n))));
    }
    for (const [name, [table, column]] of Object.entries(TABLES)) {
      if (!value[name].trim()) continue;
      const wanted = numbers(table, value[name]);
      tests.push((d) => d[column].some((n) => wanted.has(n)));
    }
    if (value.from) tests.push((d) => d[3] >= value.from);
    if (value.to) tests.push((d) => d[3] && d[3] <= value.to);
    if (value.findings) tests.push((d) => (value.findings === "any" ? d[5].length : d[5].includes(value.findings)));
    const found = data.documents.filter((d, i) => tests.every((test) => test(d, i)));
    const byHeadline = (a, b) => a[2].localeCompare(b[2]);
    const orders = {
      newest: (a, b) => (a[3] < b[3]) - (a[3] > b[3]) || byHeadline(a, b),
      oldest: (a, b) => !a[3] - !b[3] || (a[3] > b[3]) - (a[3] < b[3]) || byHeadline(a, b),
      headline: byHeadline,
      repairs: (a, b) => b[6] - a[6] || byHeadline(a, b),
    };
    return found.sort(orders[value.order] || orders.newest);
  }

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function item(d) {
    const link = element("a", { href: "releases/" + encodeURIComponent(d[1]), textContent: d[2] });
    const facts = [d[3] || "date not known", `${d[4].toLocaleString("en")} words`];
    if (d[6]) facts.push(`${d[6]} repair${d[6] > 1 ? "s" : ""}`);
    if (d[5].length) facts.push("findings: " + d[5].map((k) => k.replaceAll("_", " ")).join(", "));
    const names = [];
    for (const [kind, [table, column]] of Object.entries(TABLES)) {
      for (const n of d[column].slice(0, NAMED)) {
        const [name, page] = data[table][n];
        names.push(element("a", { className: "key " + kind, textContent: name, href: `${table}/${encodeURIComponent(page)}` }), " ");
      }
      if (d[column].length > NAMED) names.push(`and ${d[column].length - NAMED} more `);
    }
    return element("li", {}, element("h2", {}, link), element("p", { className: "at", textContent: facts.join(" · ") }),
      element("p", { className: "names" }, ...names));
  }

  function draw() {
    const last = Math.max(Math.ceil(shown.length / SIZE) - 1, 0);
    at = Math.min(Math.max(at, 0), last);
    list.start = at * SIZE + 1;
    list.replaceChildren(...shown.slice(at * SIZE, (at + 1) * SIZE).map(item));
    told.textContent = `${shown.length.toLocaleString("en")} of ${data.documents.length.toLocaleString("en")} releases`;
    pages.hidden = !last;
    pages.querySelector(".page").textContent = `page ${at + 1} of ${last + 1}`;
    pages.querySelector("[data-step='-1']").disabled = at === 0;
    pages.querySelector("[data-step='1']").disabled = at === last;
  }

  async function search() {
    const asked = form.elements.text.value;
    await Promise.all(terms(asked).flatMap((t) => t.words).map((w) => load(shardOf(w))));
    if (asked !== form.elements.text.value) return; // the search has changed meanwhile
    shown = matches();
    at = 0;
    draw();
    const kept = FIELDS.filter((n) => form.elements[n].value && form.elements[n].value !== "newest");
    const state = kept.map((n) => `${n}=${encodeURIComponent(form.elements[n].value)}`).join("&");
    history.replaceState(null, "", state ? "#" + state : location.pathname + location.search);
  }

  function fromAddress() {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const name of FIELDS) if (state.has(name)) form.elements[name].value = state.get(name);
  }

  // only some names that contain what was typed, as ten thousand options would be slow
  function offer(input) {
    const [table] = TABLES[input.name];
    const wanted = fold(input.value.trim());
    const names = wanted ? data[table].filter((e, i) => folded[table][i].includes(wanted)).slice(0, OFFERED) : [];
    input.list.replaceChildren(...names.map(([name]) => element("option", { value: name })));
  }

  let waiting;
  form.addEventListener("input", (event) => {
    if (event.target.list) offer(event.target);
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  form.addEventListener("reset", () => setTimeout(search));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => { form.reset(); fromAddress(); search(); });
  pages.addEventListener("click", (event) => {
    const step = Number(event.target.dataset.step);
    if (!step) return;
    at += step;
    draw();
    list.querySelector("a")?.focus();
  });
  fromAddress();
  search();
})();
