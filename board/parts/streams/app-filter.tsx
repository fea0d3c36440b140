import { useEffect, useState } from 'preact/hooks';

interface Props {
  /** The app that is filtered by; empty for all. */
  readonly app: string;
  /** The known apps, as suggestions. */
  readonly apps: readonly string[];
  readonly choose: (app: string) => void;
}

/** The field for the app. Its draft is local: it survives a refresh, and sends no request yet. */
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
