import type { Controls } from './controls';
import { handOverWords as words } from './handOverWords';
import classes from './handOver.module.css';

// Under the bar, in full screen under the screen, as long as this viewer may use the machine but somebody else, or nobody, has the controls.
export function HandOverLine({ controls: { handOver, fullScreen } }: { controls: Controls }) {
  const { now, isLacking, ask, takeBack } = handOver;
  const isNobodys = now.holder === 'nobody';
  const text = isNobodys ? words.nobody : now.waits ? words.waiting(now.name) : words.another(now.name);
  const label = isNobodys ? words.take : now.waits ? words.takeBack : words.ask;
  return (
    <div className={classes.line} data-shown={isLacking || undefined} data-below={fullScreen.isOn || undefined}>
      <span className={classes.text} role="status">
        {isLacking && text}
      </span>
      {isLacking && (
        <button type="button" className={classes.button} onClick={now.waits ? takeBack : ask}>
          {label}
        </button>
      )}
    </div>
  );
}
