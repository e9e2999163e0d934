package import Metrics
import Synchronization

/// Keeps every metric that the program emits and writes them as Prometheus reads them (text format 0.0.4).
///
/// ```swift
/// let registry = PrometheusRegistry()
/// MetricsSystem.bootstrap(registry)
/// ```
/// Timers become histograms in seconds, so their labels should end in `_seconds`. The first kind that is made under a
/// name wins: another kind under the same name counts, but isn't shown.
package final class PrometheusRegistry: MetricsFactory {
  private let families = Mutex<[String: PrometheusFamily]>([:])

  package init() {}

  /// The text of a scrape, sorted by name.
  package func text() -> String {
    let families = families.withLock { $0 }
    return families.sorted { $0.key < $1.key }.map { $0.value.text(name: $0.key) }.joined()
  }

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, kind: .counter, make: PrometheusCounter())
  }

  package func makeFloatingPointCounter(label: String, dimensions: [(String, String)])
    -> any FloatingPointCounterHandler
  {
    series(label, dimensions, kind: .counter, make: PrometheusCounter())
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, kind: .gauge, make: PrometheusGauge())
  }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    if aggregate {
      return series(label, dimensions, kind: .histogram, make: PrometheusHistogram(bounds: PrometheusHistogram.sizes))
    }
    return series(label, dimensions, kind: .gauge, make: PrometheusGauge())
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, kind: .histogram, make: PrometheusHistogram(bounds: PrometheusHistogram.seconds))
  }

  /// What was counted stays: a scrape must not see a counter go back.
  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  private func series<Series: PrometheusSeries>(
    _ label: String, _ dimensions: [(String, String)], kind: PrometheusFamily.Kind,
    make: @autoclosure () -> Series
  ) -> Series {
    let name = PrometheusText.name(label)
    let labels = PrometheusText.labels(dimensions)
    return families.withLock { families in
      var family = families[name] ?? PrometheusFamily(kind: kind)
      if let known = family.series[labels] as? Series { return known }
      let made = make()
      guard family.kind == kind, family.series[labels] == nil else { return made }
      family.series[labels] = made
      families[name] = family
      return made
    }
  }
}
