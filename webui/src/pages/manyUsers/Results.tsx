import { Alert, Button, Group, NativeSelect, Progress as Bar, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router-dom';

import { messageFor } from '../../api/problem';
import { useProgram } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { type Column, DataTable } from '../../ui/DataTable';
import { atServer, serversFor } from '../../ui/servers';
import { EmptyState } from '../../ui/States';
import classes from './manyUsers.module.css';
import { csvOf } from './parse';
import type { Outcome, Progress, Result } from './useProceed';
import { words } from './words';

interface ResultsProps {
  progress: Progress;
  onStop: () => void;
  onGoOn: () => void;
  onAgain: () => void;
}

const SHOWN = 100;

const columns: Column<Result>[] = [
  { title: words.columns.email, kind: 'lead', cell: ({ email }) => <span className={classes.email}>{email}</span> },
  { title: words.columns.line, kind: 'number', cell: ({ line }) => line },
  { title: words.columns.name, cell: ({ first_name, last_name }) => `${first_name} ${last_name}`.trim() },
  { title: words.columns.outcome, cell: (result) => <OutcomeOf result={result} /> },
];

function OutcomeOf({ result }: { result: Result }) {
  return (
    <div className={classes.outcome}>
      <span className={result.outcome === 'refused' ? classes.refused : undefined}>{words.outcomes[result.outcome]}</span>
      {result.outcome === 'refused' && <span className={classes.why}>{result.reason}</span>}
    </div>
  );
}

const outcomes: Outcome[] = ['created', 'exists', 'refused', 'open'];

export function Results({ progress, onStop, onGoOn, onAgain }: ResultsProps) {
  const { results, done, all, running, error } = progress;
  const [only, setOnly] = useState<Outcome | ''>('');
  const [shown, show] = useState(SHOWN);
  const count = (outcome: Outcome) => results.filter((one) => one.outcome === outcome).length;
  const wanted = only === '' ? results : results.filter(({ outcome }) => outcome === only);
  const choices = [
    { value: '', label: `${words.everything} (${results.length})` },
    ...outcomes.filter((one) => count(one) > 0 || one === only).map((one) => ({ value: one, label: `${words.outcomes[one]} (${count(one)})` })),
  ];
  return (
    <Stack gap="lg">
      <Card>
        <Stack>
          <Bar value={all === 0 ? 100 : (done / all) * 100} size="lg" aria-label={words.progress} />
          <Group justify="space-between">
            <Text role="status">{words.running(done, all)}</Text>
            {running ? (
              <Button variant="default" onClick={onStop}>
                {words.stop}
              </Button>
            ) : (
              done === all && (
                <Button variant="default" onClick={onAgain}>
                  {words.again}
                </Button>
              )
            )}
          </Group>
          {!running && done < all && (
            <Alert color="red" role="alert" icon={<IconAlertTriangle size={20} aria-hidden />} title={error ? words.failed : undefined}>
              <Stack gap="sm" align="flex-start">
                {error ? messageFor(error) : words.stopped}
                <Button variant="default" onClick={onGoOn}>
                  {words.goOn}
                </Button>
              </Stack>
            </Alert>
          )}
          {!running && <WhatNow progress={progress} />}
        </Stack>
      </Card>
      <Card
        title={words.results}
        flush
        aside={
          <NativeSelect
            aria-label={words.result}
            data={choices}
            value={only}
            onChange={(event) => {
              setOnly(outcomes.find((one) => one === event.currentTarget.value) ?? '');
              show(SHOWN);
            }}
          />
        }
      >
        {wanted.length === 0 ? (
          <EmptyState title={words.nothing} />
        ) : (
          <DataTable
            label={words.results}
            columns={columns}
            rows={wanted.slice(0, shown)}
            rowKey={({ line, email }) => `${line} ${email}`}
            more={{ has: shown < wanted.length, loading: false, load: () => show(shown + SHOWN) }}
          />
        )}
      </Card>
    </Stack>
  );
}

// The links are sent, or are to be handed over.
function WhatNow({ progress }: { progress: Progress }) {
  const maySeeMail = useAccess('organization') !== 'none';
  const [downloaded, setDownloaded] = useState(false);
  const program = useProgram().data;
  // Where others find the appliance, which need not be where one sees it oneself.
  const [server] = serversFor(window.location, program?.servers ?? []);
  const created = progress.results.filter(({ outcome }) => outcome === 'created');
  const withLinks = created.filter(({ link }) => link !== null);
  if (created.length === 0) return null;
  if (withLinks.length === 0) {
    return (
      <Alert variant="light" icon={<IconMail size={20} aria-hidden />}>
        <Stack gap="sm" align="flex-start">
          {words.mailed}
          {maySeeMail && (
            <Button variant="default" component={Link} to="/mail">
              {words.toMail}
            </Button>
          )}
        </Stack>
      </Alert>
    );
  }
  const download = () => {
    const rows = withLinks.map(({ email, first_name, last_name, link }) => [email, first_name, last_name, atServer(link ?? '', server ?? window.location.host), progress.until ?? '']);
    const url = URL.createObjectURL(new Blob(['\uFEFF', csvOf([words.downloadHead, ...rows])], { type: 'text/csv;charset=utf-8' }));
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = words.downloadName;
    anchor.click();
    URL.revokeObjectURL(url);
    setDownloaded(true);
  };
  return (
    <Alert variant="light" color={downloaded ? undefined : 'lamp'} icon={<IconDownload size={20} aria-hidden />}>
      <Stack gap="sm" align="flex-start">
        {words.byHand}
        <Button variant={downloaded ? 'default' : 'filled'} leftSection={<IconDownload size={18} aria-hidden />} onClick={download}>
          {words.download}
        </Button>
      </Stack>
    </Alert>
  );
}
