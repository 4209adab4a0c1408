import { Alert, Button, Group, NativeSelect, Progress as Bar, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import { messageFor } from '../api/problem';
import { Card } from './Card';
import { type Column, DataTable } from './DataTable';
import classes from './LineResults.module.css';
import { EmptyState } from './States';
import type { Pieces } from './usePieces';
import { words } from './words';

interface LineResult<Outcome> {
  line: number;
  outcome: Outcome;
  reason: string | null;
}

interface LineResultsProps<Outcome extends string, Result extends LineResult<Outcome>> {
  progress: Pieces<Result>;
  columns: Column<Result>[];
  // What is told between the name of the row and what became of it.
  outcomes: Record<Outcome, string>;
  rowKey: (result: Result) => string;
  again: string;
  stopped: string;
  onStop: () => void;
  onGoOn: () => void;
  onAgain: () => void;
  // What is to be done now that it is over.
  children?: ReactNode;
}

const SHOWN = 100;

// How far a list is that is worked off piece by piece, and what became of each line.
export function LineResults<Outcome extends string, Result extends LineResult<Outcome>>({
  progress,
  columns,
  outcomes,
  rowKey,
  again,
  stopped,
  onStop,
  onGoOn,
  onAgain,
  children,
}: LineResultsProps<Outcome, Result>) {
  const { results, done, all, running, error } = progress;
  const [only, setOnly] = useState('');
  const [shown, show] = useState(SHOWN);
  const count = (outcome: string) => results.filter((one) => one.outcome === outcome).length;
  const wanted = only === '' ? results : results.filter(({ outcome }) => outcome === only);
  const named = Object.entries<string>(outcomes);
  const choices = [
    { value: '', label: `${words.results.everything} (${results.length})` },
    ...named
      .filter(([one]) => count(one) > 0 || one === only)
      .map(([one, label]) => ({ value: one, label: `${label} (${count(one)})` })),
  ];
  const told: Column<Result> = {
    title: words.results.column,
    cell: ({ outcome, reason }) => (
      <div className={classes.outcome}>
        <span className={outcome === 'refused' ? classes.refused : undefined}>{outcomes[outcome]}</span>
        {outcome === 'refused' && <span className={classes.why}>{reason}</span>}
      </div>
    ),
  };
  return (
    <Stack gap="lg">
      <Card>
        <Stack>
          <Bar value={all === 0 ? 100 : (done / all) * 100} size="lg" aria-label={words.results.progress} />
          <Group justify="space-between">
            <Text role="status">{words.results.running(done, all)}</Text>
            {running ? (
              <Button variant="default" onClick={onStop}>
                {words.results.stop}
              </Button>
            ) : (
              done === all && (
                <Button variant="default" onClick={onAgain}>
                  {again}
                </Button>
              )
            )}
          </Group>
          {!running && done < all && (
            <Alert
              color="red"
              role="alert"
              icon={<IconAlertTriangle size={20} aria-hidden />}
              title={error ? words.results.failed : undefined}
            >
              <Stack gap="sm" align="flex-start">
                {error ? messageFor(error) : stopped}
                <Button variant="default" onClick={onGoOn}>
                  {words.results.goOn}
                </Button>
              </Stack>
            </Alert>
          )}
          {!running && children}
        </Stack>
      </Card>
      <Card
        title={words.results.title}
        flush
        aside={
          <NativeSelect
            aria-label={words.results.which}
            data={choices}
            value={only}
            onChange={(event) => {
              setOnly(event.currentTarget.value);
              show(SHOWN);
            }}
          />
        }
      >
        {wanted.length === 0 ? (
          <EmptyState title={words.results.nothing} />
        ) : (
          <DataTable
            label={words.results.title}
            columns={[...columns, told]}
            rows={wanted.slice(0, shown)}
            rowKey={rowKey}
            more={{ has: shown < wanted.length, loading: false, load: () => show(shown + SHOWN) }}
          />
        )}
      </Card>
    </Stack>
  );
}
