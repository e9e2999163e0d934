/// A sender of webhooks whose rules are known, as its own documents state them.
package enum WebhookPreset: String, Sendable, Hashable, CaseIterable {
  /// https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
  case github
  /// https://docs.stripe.com/webhooks#verify-manually
  case stripe
  /// https://docs.slack.dev/authentication/verifying-requests-from-slack
  case slack
  /// https://shopify.dev/docs/apps/build/webhooks/subscribe/https
  case shopify
  /// https://developer.box.com/guides/webhooks/v2/signatures-v2
  case box
  /// https://www.dropbox.com/developers/reference/webhooks
  case dropbox
  /// https://developers.facebook.com/docs/graph-api/webhooks/getting-started
  case meta
  /// CloudEvents 1.0 by HTTP, as Azure Event Grid sends MediaValet's SkyHOOK events: the address is the only secret.
  case skyhook

  /// Those an author may name; SkyHOOK has a trigger of its own.
  package static let named: [WebhookPreset] = [.github, .stripe, .slack, .shopify, .box, .dropbox, .meta]

  /// What its calls prove, unless the author says otherwise.
  package var proof: WebhookProof {
    switch self {
    case .github, .meta: .signature(WebhookSignature(headers: ["x-hub-signature-256"], prefix: "sha256="))
    case .stripe:
      .signature(
        WebhookSignature(
          headers: ["stripe-signature"], prefix: "v1", layout: .timeThenBody(lead: "", separator: "."),
          time: .element("t")))
    case .slack:
      .signature(
        WebhookSignature(
          headers: ["x-slack-signature"], prefix: "v0=", layout: .timeThenBody(lead: "v0:", separator: ":"),
          time: .header("x-slack-request-timestamp")))
    case .shopify: .signature(WebhookSignature(headers: ["x-shopify-hmac-sha256"], encoding: .base64))
    case .box:
      .signature(
        WebhookSignature(
          headers: ["box-signature-primary", "box-signature-secondary"], encoding: .base64, layout: .bodyThenTime,
          time: .header("box-delivery-timestamp"), tolerance: .seconds(600)))
    case .dropbox: .signature(WebhookSignature(headers: ["x-dropbox-signature"]))
    case .skyhook: .none
    }
  }

  /// Where it names its events. Dropbox and Meta name none.
  package var eventID: [WebhookTrigger.EventIDPlace] {
    switch self {
    case .github: [.header("x-github-delivery")]
    case .stripe: [.member("id")]
    case .slack: [.member("event_id")]
    // One act of a merchant has one event id under all topics.
    case .shopify: [.header("x-shopify-event-id"), .header("x-shopify-topic")]
    case .box: [.header("box-delivery-id")]
    case .dropbox, .meta, .skyhook: []
    }
  }

  /// Whether its set-up needs a word besides the secret, which it sends back in its first call.
  package var hasVerifyToken: Bool { self == .meta }
}
