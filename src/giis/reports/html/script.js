
"use strict";
(() => {
  const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const openTo = (node) => {
    for (let at = node; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };

  const wire = (form) => {
    const section = form.parentElement;
    const variables = [...section.querySelectorAll("details.variable")].map((node) => ({
      node,
      head: bare(node.querySelector("summary").textContent),
      rules: [...node.querySelectorAll("details.rule")].map((rule) => ({
        node: rule,
        wasOpen: rule.open,
        head: bare(rule.querySelector("summary").textContent + " " + rule.querySelector(".facts").textContent),
        groups: [...rule.querySelectorAll(".said, :scope > .scroll")].map((said) => ({
          node: said,
          head: bare(said.querySelector(".message") ? said.querySelector(".message").textContent : ""),
          items: [...said.querySelectorAll(".item")].map((item) => ({ node: item, text: bare(item.textContent) })),
        })),
      })),
    }));
    const output = form.querySelector("output");
    const total = section.querySelectorAll(".item").length;
    let searched = false;

    const apply = () => {
      const text = bare(form.elements.text.value.trim());
      const chosen = form.elements.variable.value;
      const wanted = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
      let seen = 0;
      for (const variable of variables) {
        const here = !chosen || variable.node.id === chosen;
        const named = variable.head.includes(text);
        let some = false;
        for (const rule of variable.rules) {
          const fits = here && wanted.has(rule.node.dataset.severity);
          const whole = named || rule.head.includes(text);
          let inRule = 0;
          for (const group of rule.groups) {
            let inGroup = 0;
            for (const item of group.items) {
              const shown = fits && (whole || group.head.includes(text) || item.text.includes(text));
              item.node.hidden = !shown;
              if (shown) inGroup += 1;
            }
            group.node.hidden = !inGroup;
            inRule += inGroup;
          }
          rule.node.hidden = !(fits && (whole || inRule));
          if (text && !searched) rule.wasOpen = rule.node.open;
          if (text) rule.node.open = !rule.node.hidden && inRule > 0;
          else if (searched) rule.node.open = rule.wasOpen;
          seen += inRule;
          some = some || !rule.node.hidden;
        }
        variable.node.hidden = !some;
      }
      searched = Boolean(text);
      output.textContent = output.dataset.told.replace("{seen}", seen).replace("{shown}", total);
    };

    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    for (const button of form.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => {
        for (const node of section.querySelectorAll("details")) node.open = button.dataset.do === "open";
      });
    }
    form.hidden = false;
    form.reset();
    apply();
  };

  const follow = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden || target.closest("[hidden]")) {
      for (const form of document.querySelectorAll("form.filter")) form.reset();
      setTimeout(() => { openTo(target); target.scrollIntoView(); });
    }
    openTo(target);
  };

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const node of closed) node.open = true;
  });
  addEventListener("afterprint", () => {
    for (const node of closed) node.open = false;
  });
  document.querySelectorAll("form.filter").forEach(wire);
  addEventListener("hashchange", follow);
  follow();
})();
