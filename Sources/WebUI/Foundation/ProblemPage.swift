import Core
import Foundation
package import HTTPAPI
import HTTPTypes
import Hummingbird

/// What a page says when it can't be shown.
struct ProblemPage: Sendable {
  let frame: PageFrame
  let title: String
  let message: String
  let advice: String?
  let requestID: String?
}

extension PageRenderer {
  /// Errors of pages: whoever isn't signed in goes to sign in and comes back; everything else is a page.
  package var errorMapper: ErrorMapper {
    ErrorMapper { error, request, context in
      if error.category == .unauthenticated, request.method == .get || request.method == .head {
        return redirect(to: "/app/sign-in?returnTo=" + Self.encoded(request.uri.string))
      }
      let model = ProblemPage(
        frame: frameAlone(Self.title(error)), title: Self.title(error), message: error.message, advice: error.advice,
        requestID: error.category == .fault ? context.requestID : nil)
      return (try? page("problem", model, status: error.httpStatus))
        ?? .text(error.description, status: error.httpStatus)
    }
  }

  private static func title(_ error: any CodedError) -> String {
    switch error.category {
    case .notFound, .gone: "Not found"
    case .forbidden: "Not allowed"
    case .unauthenticated: "Sign in first"
    case .conflict: "That clashes with what is there"
    case .unavailable, .timeout, .upstream: "Away for a moment"
    case .insufficientStorage: "No room left"
    case .rateLimited: "Too many tries"
    case .fault: "Something went wrong"
    case .invalid, .preconditionFailed, .tooLarge, .unsupportedMedia, .rangeNotSatisfiable: "That can't be done"
    }
  }

  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed.subtracting(["&", "+", "="])) ?? ""
  }
}
