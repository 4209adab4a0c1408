import { useQueryClient } from '@tanstack/react-query';
import { type MouseEvent, useCallback } from 'react';
import { useNavigate } from 'react-router-dom';

import { connectAhead } from '../viewer/ahead';
import { connectPath } from './address';

// Goes to the viewer, and asks for the session on the way.
export function useConnect(): (address: string) => void {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useCallback(
    (address) => {
      connectAhead(address, queryClient);
      navigate(connectPath(address));
    },
    [navigate, queryClient],
  );
}

// Whether a click on a link opens it here, not in another tab or window.
export function opensHere(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
