import { useEffect, useState } from 'preact/hooks';

interface Props {
  /** The chosen day, such as `2026-11-25`; empty for none. */
  readonly day: string;
  readonly last: string;
  readonly choose: (day: string) => void;
}

/** The field for a day. Its draft is local: while a year is typed it is one of long ago, which sends no request. */
export function DayField({ day, last, choose }: Props) {
  const [draft, setDraft] = useState(day);
  useEffect(() => setDraft(day), [day]);
  return (
    <label>
      Day
      <input
        type="date"
        min="2000-01-01"
        max={last}
        value={draft}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        onChange={({ currentTarget }) => currentTarget.checkValidity() && choose(currentTarget.value)}
      />
    </label>
  );
}
