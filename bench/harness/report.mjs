const pad = (text, width) => String(text).padEnd(width);
const right = (text, width) => String(text).padStart(width);

/** The results as a table for the terminal. */
export function printResults({ scenarios }) {
  const lines = [];
  for (const scenario of Object.values(scenarios)) {
    if (scenario.kind !== 'throughput') continue;
    lines.push(`${scenario.id}  ${scenario.title}`);
    lines.push(
      `  ${pad('', 40)}${right(scenario.unit === 'flows' ? 'flows/s' : 'requests/s', 12)}${right('p99 ms', 10)}${right('CPU µs', 9)}${right('DB µs', 8)}${right('ours / it', 11)}${right('min - max', 14)}`,
    );
    for (const row of scenario.rows) {
      const { rate, p99, serverCpu, databaseCpu, ratio } = row;
      lines.push(
        `  ${pad(row.label, 40)}${right(rate.median.toFixed(0), 12)}${right(p99.median.toFixed(1), 10)}` +
          `${right(serverCpu?.median.toFixed(0) ?? '-', 9)}${right(databaseCpu?.median.toFixed(0) ?? '-', 8)}` +
          `${right(ratio ? `${ratio.median.toFixed(2)} x` : '', 11)}${right(ratio ? `${ratio.min.toFixed(2)} - ${ratio.max.toFixed(2)}` : '', 14)}`,
      );
    }
  }
  return lines.join('\n');
}
