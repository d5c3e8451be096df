"use strict";
{ // Filters and sorts the table of rows. The page is whole without it, and paper shows all rows.
  const table = document.querySelector("table.breakdown"), heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  const kinds = [
    ["to decide", "state", "a.n.open"], ["changes or new", "state", ".move"],
    ["request", "style", "a.n.request"], ["event", "style", "a.n.event"], ["another way", "style", "a.n.neither"],
  ].filter(([, , what]) => rows.some(row => row.querySelector(what)));
  const parts = new Map(rows.map(row => [row, [...row.querySelectorAll("th bdi")].map(name => name.textContent)]));
  const order = new Intl.Collator("en", { numeric: true }).compare;
  const bar = Object.assign(document.createElement("div"), { className: "sift" });
  const count = document.createElement("output"), part = document.createElement("select");

  const group = label => {
    const made = bar.appendChild(document.createElement("span"));
    for (const [name, value] of [["role", "group"], ["aria-label", label]]) made.setAttribute(name, value);
    made.append(label, " ");
    return made;
  };
  const button = (inside, text, press) => {
    const made = inside.appendChild(document.createElement("button"));
    Object.assign(made, { type: "button", textContent: text });
    made.setAttribute("aria-pressed", "false");
    made.addEventListener("click", () => press(made));
    return made;
  };
  const pressed = one => one.getAttribute("aria-pressed") === "true";
  const say = () => { count.textContent = `${rows.filter(row => !row.hidden).length} of ${rows.length} rows`; };
  const filter = () => {
    const wanted = ["state", "style"].map(group => chosen.filter(one => one.group === group && pressed(one.button)));
    for (const row of rows) {
      const fits = wanted.every(some => !some.length || some.some(one => row.querySelector(one.what)));
      row.hidden = !(fits && (!part.value || parts.get(row).includes(part.value)));
    }
    say();
  };
  const sort = (one, column) => {
    const back = pressed(one) && heads[column].ariaSort === "ascending" ? -1 : 1;
    for (const [other, at] of sorters) {
      other.setAttribute("aria-pressed", String(other === one));
      heads[at].removeAttribute("aria-sort");
    }
    heads[column].setAttribute("aria-sort", back < 0 ? "descending" : "ascending");
    rows.sort((a, b) => back * order(a.cells[column].textContent, b.cells[column].textContent));
    table.tBodies[0].append(...rows);
  };

  const show = group("Show"), by = group("Sort by");
  const turn = one => { one.setAttribute("aria-pressed", String(!pressed(one))); filter(); };
  const chosen = kinds.map(([text, group, what]) => ({ button: button(show, text, turn), group, what }));
  part.ariaLabel = "part";
  part.append(new Option("all parts", ""), ...[...new Set([...parts.values()].flat())].sort(order).map(name => new Option(name, name)));
  part.addEventListener("change", filter);
  show.append(part, " ", count);
  const sorters = heads.map((head, column) => [button(by, head.textContent, one => sort(one, column)), column]);
  table.before(bar);
  addEventListener("hashchange", () => { // a link to a row that is filtered out
    const row = rows.find(row => `#${row.id}` === location.hash);
    if (row?.hidden) { row.hidden = false; row.scrollIntoView(); say(); }
  });
  filter();
}
