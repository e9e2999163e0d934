// Small drawings, as the files in icons/ are drawn: 24 by 24, in lines. Fonts don't have the same signs everywhere.

const PATHS = {
  action: "M7 4.5v15l12-7.5z",
  if: "M6 4v16M6 12h5c4 0 7-2 7-6V4M15 7l3-3 3 3",
  switch: "M4 12h5M9 12c4 0 4-7 11-7M9 12h11M9 12c4 0 4 7 11 7",
  forEach: "M5 12a7 7 0 0 1 12-5l2 2M19 4v5h-5M19 12a7 7 0 0 1-12 5l-2-2M5 20v-5h5",
  parallel: "M8 4v16M16 4v16",
  try: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z",
  wait: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2",
  flow: "M6 4v8a4 4 0 0 0 4 4h9M15 12l4 4-4 4",
  transform: "M5 8h11l-3-3M19 16H8l3 3",
  set: "M6 9h12M6 15h12",
  batch: "M4 5h16v5H4zM4 14h16v5H4z",
  split: "M12 4v5M12 9l-6 6v5M12 9l6 6v5",
  merge: "M6 4v5l6 6v5M18 4v5l-6 6",
  aggregate: "M17 5H7l5 7-5 7h10",
  state: "M5 6c0-3 14-3 14 0v12c0 3-14 3-14 0zM5 6c0 3 14 3 14 0M5 12c0 3 14 3 14 0",
  respond: "M10 7L5 12l5 5M5 12h9a5 5 0 0 1 5 5v2",
  stop: "M6 6h12v12H6z",
  fail: "M7 7l10 10M17 7L7 17",
  add: "M12 5v14M5 12h14",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  undo: "M9 6L4 11l5 5M4 11h10a6 6 0 0 1 6 6v1",
  redo: "M15 6l5 5-5 5M20 11H10a6 6 0 0 0-6 6v1",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  duplicate: "M8 8h12v12H8zM4 16V4h12",
  cut: "M7 17.5L19 5M7 6.5L19 19M5.5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.5 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  copy: "M9 4h6v3H9zM15 5h3v15H6V5h3",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  close: "M6 6l12 12M18 6L6 18",
  expression: "M8 4c-3 0-1 7-4 8 3 1 1 8 4 8M16 4c3 0 1 7 4 8-3 1-1 8-4 8",
  help: "M9 9a3 3 0 1 1 4 2.8c-1 .5-1 1.2-1 2.2M12 18v.2",
  connection: "M9 15l6-6M10 6l2-2a4 4 0 0 1 6 6l-2 2M14 18l-2 2a4 4 0 0 1-6-6l2-2",
  dot: "M12 11v2",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", PATHS[name] ?? PATHS.dot);
  svg.append(path);
  return svg;
}
