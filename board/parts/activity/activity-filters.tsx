import { isErrorAction } from '../../../words/error-action.ts';
import { listedActions } from '../../../words/listed-actions.ts';
import { dayBefore, localDay } from '../../local-day.ts';
import { activityRequest, requestKey } from '../../requests.ts';
import { toPrintable } from '../../visible-text.ts';
import { Select } from '../select.tsx';
import { AppFilter } from '../streams/app-filter.tsx';
import { useBoard } from '../use-board.ts';
import { ViewLink } from '../view-link.tsx';
import { CsvButton } from './csv-button.tsx';
import { DayField } from './day-field.tsx';
import { type ActivityResponse, appsOf } from './use-activity.ts';

/** The period, the app and the action, which the receiver selects by, and the download of what it selects. */
export function ActivityFilters({ response }: { response: ActivityResponse | undefined }) {
  const { board, state } = useBoard();
  const { view } = state;
  const now = response?.now ?? Date.now();
  const change = (changed: { app?: string; day?: string; action?: string }) =>
    board.go({ ...view, ...changed, cursor: '' });
  return (
    <search class="filters">
      <PeriodLinks now={now} />
      <DayField day={view.day} last={localDay(now)} choose={(day) => change({ day })} />
      <AppFilter app={view.app} apps={appsOf(response)} choose={(app) => change({ app })} />
      {view.list === 'events' && (
        <Select
          label="Action"
          value={view.action}
          options={actionOptions(view.action)}
          choose={(action) => change({ action })}
        />
      )}
      <CsvButton key={requestKey(activityRequest({ ...view, cursor: '' }))} response={response} />
    </search>
  );
}

function PeriodLinks({ now }: { now: number }) {
  const { view } = useBoard().state;
  const periods = [
    ['', 'Last 24 h'],
    [localDay(now), 'Today'],
    [dayBefore(now), 'Yesterday'],
  ] as const;
  return (
    <nav class="periods" aria-label="Period">
      {periods.map(([day, name]) => (
        <ViewLink key={name} to={{ ...view, day, cursor: '' }} current={day === view.day ? 'true' : undefined}>
          {name}
        </ViewLink>
      ))}
    </nav>
  );
}

/** The actions to choose from, and the chosen one, which a link may have from a newer media server. */
function actionOptions(chosen: string): (readonly [string, string])[] {
  const actions = chosen === '' || listedActions.includes(chosen) ? listedActions : [...listedActions, chosen];
  const nameOf = (action: string) => toPrintable(isErrorAction(action) ? `Error: ${action}` : action);
  return [['', 'all'], ...actions.map((action) => [action, nameOf(action)] as const)];
}
