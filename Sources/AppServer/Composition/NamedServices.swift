import ServiceLifecycle

extension [any Service] {
  /// The services under the names of their types.
  ///
  /// Left to itself, the library describes each whole service as its name: that took a sixth of the start, and would put
  /// whatever a service holds into log lines.
  var named: [ServiceGroupConfiguration.ServiceConfiguration] {
    map { .init(service: $0, serviceName: "\(type(of: $0))") }
  }
}
