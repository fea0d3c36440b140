import { type ComponentChildren, Fragment } from 'preact';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
}

interface Props<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** Returns what stands above a row, from side to side; null for nothing. */
  readonly aboveOf?: (row: Row) => ComponentChildren;
}

/** A table of rows of the same kind. */
export function DataTable<Row>({ rows, columns, keyOf, aboveOf }: Props<Row>) {
  return (
    <table class="list">
      <thead>
        <tr>
          {columns.map(({ head }) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={keyOf(row)}>
            <Above columns={columns}>{aboveOf?.(row)}</Above>
            <tr>
              {columns.map(({ head, cell }) => (
                <td key={head} data-head={head}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Above({ columns: { length }, children }: { columns: readonly unknown[]; children: ComponentChildren }) {
  if (children == null) return null;
  return (
    <tr class="across">
      <td colSpan={length}>{children}</td>
    </tr>
  );
}
