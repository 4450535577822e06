/** What everybody should know who reads of an act outside of office hours. */
export const OFFICE_HOURS =
  'Office hours are 07:00 to 20:00 on weekdays, in the time zone of the person by the roster, or else of the question, UTC by default.';
