import { useEffect, useRef } from 'react';

import classes from './viewer.module.css';

// The picture a broken session left, while it is being fetched back.
export function LastPicture({ picture }: { picture: HTMLCanvasElement }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => canvas.current?.getContext('2d')?.drawImage(picture, 0, 0), [picture]);
  return <canvas ref={canvas} className={classes.lastPicture} width={picture.width} height={picture.height} aria-hidden />;
}
