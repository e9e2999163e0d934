// Which problem belongs to which step and field. Pure.

// By the id of the step; those of the flow itself under "".
export function byStep(problems) {
  const found = new Map();
  for (const problem of problems) {
    const key = problem.step ?? "";
    found.set(key, [...(found.get(key) ?? []), problem]);
  }
  return found;
}

// Whether a problem's field is this one or stands inside of it: `input.file` and `input.file.name`.
export const isWithin = (problem, field) =>
  problem.field === field || problem.field.startsWith(`${field}.`) || problem.field.startsWith(`${field}[`);

// The problems of exactly one field.
export const at = (problems, field) => problems.filter((problem) => problem.field === field);

export const sentence = (problem) => [problem.message, problem.advice].filter(Boolean).join(" ");
