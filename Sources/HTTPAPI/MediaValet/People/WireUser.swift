import Core
import Foundation
import Identity

/// A person as the MediaValet API shows them (UserDto). What Weir doesn't know is empty, as in the real service.
struct WireUser {
  let organizationName: String
  let orgUnitID: String
  /// What the service sends for "never".
  private static let never = "1753-01-01T00:00:00"

  func json(_ person: Person, role: WireGroup) -> JSONValue {
    let (first, last) = WirePerson.names(person.displayName)
    let email = person.email ?? person.userName
    let object: JSONObject = [
      "id": JSONValue(person.id), "userName": .string(person.userName), "address": "",
      "orgUnitId": .string(orgUnitID), "applicationName": "MediaValet", "defaultGroup": .string(role.name),
      "userDomain": "", "firstName": .string(first), "lastName": .string(last), "department": "", "position": "",
      "title": "", "officeNumber": "", "cellularNumber": "", "faxNumber": "", "emailAddress": .string(email),
      "comment": "", "defaultSkin": "", "additionalMessage": "", "adminNotes": "",
      "lastActiveAt": .string(Self.never), "lastLockedOutAt": .string(Self.never),
      "lastLoginAt": .string(Self.never), "createdAt": JSONValue(person.createdAt),
      "expiresAt": .string(Self.never), "termsConditionsAcceptanceStatus": "Accepted", "website": "",
      "alertsEnabled": false, "newUserNotification": false, "password": nil,
      "organizationName": .string(organizationName), "isLockedOut": false, "isSuspended": .bool(!person.isEnabled),
      "isApproved": true, "userType": "MediaValet", "isExternalUser": false, "roleId": .string(role.id),
    ]
    var closed = WireLinks.close(object, "user", functions: ["users", "usersCurrent", "usersListApprovers"])
    closed["translationKeys"] = ["DefaultGroup": .string(role.name), "namespace": "UserGroup"]
    return .object(closed)
  }
}
