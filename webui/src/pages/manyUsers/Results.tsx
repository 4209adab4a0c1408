import { Alert, Button, Stack } from '@mantine/core';
import { IconDownload, IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router-dom';

import { useProgram } from '../../api/queries';
import { useAccess } from '../../app/CurrentUser';
import { csvOf } from '../../ui/csv';
import type { Column } from '../../ui/DataTable';
import { LineResults } from '../../ui/LineResults';
import { atServer, serversFor } from '../../ui/servers';
import type { Pieces } from '../../ui/usePieces';
import classes from './manyUsers.module.css';
import type { Result } from './useProceed';
import { words } from './words';

interface ResultsProps {
  progress: Pieces<Result>;
  until: string | null;
  onStop: () => void;
  onGoOn: () => void;
  onAgain: () => void;
}

const columns: Column<Result>[] = [
  { title: words.columns.email, kind: 'lead', cell: ({ email }) => <span className={classes.email}>{email}</span> },
  { title: words.columns.line, kind: 'number', cell: ({ line }) => line },
  { title: words.columns.name, cell: ({ first_name, last_name }) => `${first_name} ${last_name}`.trim() },
];

export function Results({ until, ...props }: ResultsProps) {
  return (
    <LineResults
      {...props}
      columns={columns}
      outcomes={words.outcomes}
      rowKey={({ line, email }) => `${line} ${email}`}
      again={words.again}
      stopped={words.stopped}
    >
      <WhatNow results={props.progress.results} until={until} />
    </LineResults>
  );
}

// The links are sent, or are to be handed over.
function WhatNow({ results, until }: { results: Result[]; until: string | null }) {
  const maySeeMail = useAccess('organization') !== 'none';
  const [downloaded, setDownloaded] = useState(false);
  const program = useProgram().data;
  // Where others find the appliance, which need not be where one sees it oneself.
  const [server] = serversFor(window.location, program?.servers ?? []);
  const created = results.filter(({ outcome }) => outcome === 'created');
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
    const rows = withLinks.map(({ email, first_name, last_name, link }) => [email, first_name, last_name, atServer(link ?? '', server ?? window.location.host), until ?? '']);
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
