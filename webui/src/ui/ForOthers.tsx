import { Alert, NativeSelect, Skeleton } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import type { Program } from '../api/client';
import { useProgram } from '../api/queries';
import { serversFor } from './servers';
import { ErrorState } from './States';
import { words } from './words';

interface ForOthersProps {
  children: (program: Program, server: string) => ReactNode;
  here?: ReactNode;
}

// What another computer is to be told needs the program and a server under which that computer reaches this appliance: it is
// chosen here where that is not what one sees oneself. `here`: what is there all the same where there is no such server.
export function ForOthers({ children, here }: ForOthersProps) {
  const query = useProgram();
  const [chosen, choose] = useState<string | null>(null);
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height="8rem" radius="md" />;
  const servers = serversFor(window.location, query.data.servers);
  const server = servers.find((one) => one === chosen) ?? servers[0];
  if (server === undefined) {
    return (
      <>
        <Alert color="lamp" variant="light" title={words.noServer} icon={<IconPlugConnectedX size={20} aria-hidden />}>
          {words.noServerText}
        </Alert>
        {here}
      </>
    );
  }
  return (
    <>
      {servers[0] !== window.location.host && (
        <NativeSelect
          mb="md"
          label={words.server}
          description={words.serverHelp}
          data={servers}
          value={server}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      )}
      {children(query.data, server)}
    </>
  );
}
