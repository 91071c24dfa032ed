import { Metrics } from './metrics';

describe('Metrics', () => {
  it('writes counters with their labels, escaped', () => {
    const metrics = new Metrics();
    const counter = metrics.counter('grantor_things_total', 'Things.');
    counter.add({ kind: 'a "b"\\\n' });
    counter.add({ kind: 'a "b"\\\n' }, 2);
    counter.add({});
    expect(metrics.text()).toBe(
      '# HELP grantor_things_total Things.\n# TYPE grantor_things_total counter\n' +
        'grantor_things_total{kind="a \\"b\\"\\\\\\n"} 3\ngrantor_things_total 1\n',
    );
  });

  it('reads gauges when it is asked', () => {
    const metrics = new Metrics();
    let value = 1;
    metrics.gauge('grantor_now', 'Now.', () => value);
    metrics.gauge('grantor_parts', 'Parts.', () => [[{ part: 'a' }, 4]]);
    value = 7;
    expect(metrics.text()).toContain('grantor_now 7\n');
    expect(metrics.text()).toContain('grantor_parts{part="a"} 4\n');
  });

  it('counts durations in buckets that hold the smaller ones', () => {
    const metrics = new Metrics();
    const histogram = metrics.histogram('grantor_seconds', 'Durations.');
    for (const seconds of [0.004, 0.02, 0.02, 60]) histogram.observe({ route: '/a' }, seconds);
    const text = metrics.text();
    expect(text).toContain('grantor_seconds_bucket{route="/a",le="0.005"} 1\n');
    expect(text).toContain('grantor_seconds_bucket{route="/a",le="0.025"} 3\n');
    expect(text).toContain('grantor_seconds_bucket{route="/a",le="10"} 3\n');
    expect(text).toContain('grantor_seconds_bucket{route="/a",le="+Inf"} 4\n');
    expect(text).toMatch(
      /grantor_seconds_sum\{route="\/a"\} 60\.044\d*\ngrantor_seconds_count\{route="\/a"\} 4\n/,
    );
  });
});
