import { useEffect, useState } from 'preact/hooks';

interface Props {
  /** The app that is asked for; empty: every one. */
  readonly app: string;
  /** Those that are known, to choose from. */
  readonly apps: readonly string[];
  readonly choose: (app: string) => void;
}

/** Which app is asked for. What is half typed is kept here: it must outlive a refresh, and asks for nothing yet. */
export function AppFilter({ app, apps, choose }: Props) {
  const [draft, setDraft] = useState(app);
  useEffect(() => setDraft(app), [app]);
  return (
    <label>
      App
      <input
        list="apps"
        placeholder="all"
        value={draft}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        onChange={({ currentTarget }) => choose(currentTarget.value.trim())}
      />
      <datalist id="apps">
        {apps.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
    </label>
  );
}
