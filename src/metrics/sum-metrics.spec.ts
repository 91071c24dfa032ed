import { Metrics } from '../shared/application/metrics';
import { sumMetrics } from './sum-metrics';

function metricsOf(events: string[], delay: number, start: number): string {
  const metrics = new Metrics();
  const counter = metrics.counter('grantor_events_total', 'Events.');
  const seconds = metrics.histogram('grantor_request_seconds', 'Answers.');
  metrics.gauge('grantor_event_loop_delay_seconds', 'Late.', () => delay);
  metrics.gauge('process_start_time_seconds', 'Start.', () => start);
  metrics.gauge('process_resident_memory_bytes', 'Memory.', () => 100);
  for (const type of events) {
    counter.add({ type });
    seconds.observe({ route: type }, 0.3);
  }
  return metrics.text();
}

describe('the metrics of several processes', () => {
  it('are those of one where there is one', () => {
    const text = metricsOf(['token.issued'], 0.25, 7);
    expect(sumMetrics([text])).toBe(text);
  });

  it('are added up, but for delays and starts', () => {
    const text = sumMetrics([
      metricsOf(['token.issued', 'token.issued', 'login'], 0.25, 7),
      metricsOf(['token.issued', 'consent'], 0.5, 5),
    ]);
    expect(text).toContain('grantor_events_total{type="token.issued"} 3\n');
    expect(text).toContain('grantor_events_total{type="login"} 1\n');
    expect(text).toContain('grantor_request_seconds_count{route="token.issued"} 3\n');
    expect(text).toContain('grantor_request_seconds_bucket{route="token.issued",le="+Inf"} 3\n');
    expect(text).toContain('grantor_event_loop_delay_seconds 0.5\n');
    expect(text).toContain('process_start_time_seconds 5\n');
    expect(text).toContain('process_resident_memory_bytes 200\n');
  });

  it('keep every metric in one piece, with its words once before it', () => {
    const text = sumMetrics([metricsOf(['login'], 0, 1), metricsOf(['consent'], 0, 1)]);
    expect(text.match(/# TYPE grantor_events_total counter/g)).toHaveLength(1);
    const names = text
      .trim()
      .split('\n')
      .map((line) => (line.startsWith('#') ? line.split(' ')[2]! : line.split(/[{ ]/, 1)[0]!))
      .map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
    const pieces = names.filter((name, index) => name !== names[index - 1]);
    expect(pieces).toEqual([...new Set(pieces)]);
  });
});
