import { Button } from '@mantine/core';
import { IconBug, IconCloudOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useRouteError } from 'react-router-dom';

import { EmptyState } from '../ui/States';
import { words as common } from '../ui/words';
import { NotFetched } from './lazyPage';
import { words } from './words';

const RETRY_MS = 3_000;

// In place of a page that threw or could not be fetched.
export function CrashPage() {
  const error = useRouteError();
  return <div role="alert">{error instanceof NotFetched ? <Away /> : <Fault />}</div>;
}

function Fault() {
  return (
    <EmptyState
      icon={<IconBug size={24} />}
      title={words.crashed}
      action={<Button onClick={() => location.reload()}>{words.reload}</Button>}
    >
      {words.crashedText}
    </EmptyState>
  );
}

// A module that could not be fetched once is not fetched again, so the page is loaded anew: as soon as that can work.
function Away() {
  useEffect(() => {
    const timer = setInterval(reloadIfThere, RETRY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <EmptyState
      icon={<IconCloudOff size={24} />}
      title={common.noAnswer}
      action={
        <Button variant="default" onClick={reloadIfThere}>
          {common.tryAgain}
        </Button>
      }
    >
      {words.awayText}
    </EmptyState>
  );
}

function reloadIfThere(): void {
  fetch('/healthz').then(
    ({ ok }) => ok && location.reload(),
    () => {}, // still away
  );
}
