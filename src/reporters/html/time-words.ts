/** '2026-01-31 12:00 UTC' of '2026-01-31T12:00:00.000Z'; a time of another form as it is. */
export function timeWords(time: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z$/u.exec(time);
  return parts === null ? time : `${parts[1]} ${parts[2]} UTC`;
}
