// The relations of identity and trust: policies, roles, groups, accounts, keys and certificates.
//
// An inline policy counts as a policy of its role, user or group: DeleteRolePolicy takes rights away as DetachRolePolicy
// does. Its child is the policy's name, for it has no ARN.

package dialect

const (
	roleName  = "q.roleName | m.role"
	userName  = "q.userName | m.user"
	groupName = "q.groupName | m.group"
	profile   = "q.instanceProfileName | m.instance-profile"
)

var accessRelations = []relation{
	{"AttachRolePolicy", "iam", makes, "policy/role", "q.policyArn", roleName, ""},
	{"AttachUserPolicy", "iam", makes, "policy/user", "q.policyArn", userName, ""},
	{"AttachGroupPolicy", "iam", makes, "policy/group", "q.policyArn", groupName, ""},
	{"DetachRolePolicy", "iam", cuts, "policy/role", "q.policyArn", roleName, ""},
	{"DetachUserPolicy", "iam", cuts, "policy/user", "q.policyArn", userName, ""},
	{"DetachGroupPolicy", "iam", cuts, "policy/group", "q.policyArn", groupName, ""},
	{"PutRolePolicy", "iam", makes, "policy/role", "q.policyName", roleName, ""},
	{"PutUserPolicy", "iam", makes, "policy/user", "q.policyName", userName, ""},
	{"PutGroupPolicy", "iam", makes, "policy/group", "q.policyName", groupName, ""},
	{"DeleteRolePolicy", "iam", cuts, "policy/role", "q.policyName", roleName, ""},
	{"DeleteUserPolicy", "iam", cuts, "policy/user", "q.policyName", userName, ""},
	{"DeleteGroupPolicy", "iam", cuts, "policy/group", "q.policyName", groupName, ""},
	{"DeleteRolePermissionsBoundary", "iam", cuts, "permissions-boundary/role", "", roleName, ""},
	{"DeleteUserPermissionsBoundary", "iam", cuts, "permissions-boundary/user", "", userName, ""},
	{"AddUserToGroup", "iam", makes, "user/group", "q.userName", groupName, ""},
	{"RemoveUserFromGroup", "iam", cuts, "user/group", "q.userName", groupName, ""},
	{"AddRoleToInstanceProfile", "iam", makes, "role/instance-profile", "q.roleName", profile, ""},
	{"RemoveRoleFromInstanceProfile", "iam", cuts, "role/instance-profile", "q.roleName", profile, ""},
	{"RemoveClientIDFromOpenIDConnectProvider", "iam", cuts, "client/identity-provider", "q.clientID", "q.openIDConnectProviderArn", ""},
	{"DeactivateMFADevice", "iam", cuts, "mfa-device/user", "q.serialNumber", userName, ""},

	{"AssociateIamInstanceProfile", "ec2", makes, "instance-profile/instance", "q.iamInstanceProfile.arn | q.iamInstanceProfile.name", "q.instanceId", ""},
	{"DisassociateIamInstanceProfile", "ec2", cuts, "instance-profile/instance", "p.iamInstanceProfileAssociation.iamInstanceProfile.arn | q.associationId", "p.iamInstanceProfileAssociation.instanceId", ""},
	{"ReplaceIamInstanceProfileAssociation", "ec2", cuts, "instance-profile/instance", "q.associationId", "p.iamInstanceProfileAssociation.instanceId", ""},
	{"DisassociateEnclaveCertificateIamRole", "ec2", cuts, "role/certificate", "q.roleArn", "q.certificateArn", ""},

	{"DetachPolicy", "organizations", cuts, "policy/organization-target", "q.policyId", "q.targetId", ""},
	{"RemoveAccountFromOrganization", "organizations", cuts, "account/organization", "q.accountId", "", ""},
	{"LeaveOrganization", "organizations", cuts, "account/organization", "a.account", "", ""},
	{"DeregisterDelegatedAdministrator", "organizations", cuts, "account/delegated-service", "q.accountId", "q.servicePrincipal", ""},
	{"DetachManagedPolicyFromPermissionSet", "sso", cuts, "policy/permission-set", "q.managedPolicyArn", "q.permissionSetArn", ""},
	{"DetachCustomerManagedPolicyReferenceFromPermissionSet", "sso", cuts, "policy/permission-set", "q.customerManagedPolicyReference.name", "q.permissionSetArn", ""},
	{"DeleteAccountAssignment", "sso", cuts, "permission-set/principal", "q.permissionSetArn", "q.principalId", ""},
	{"DisassociateResourceShare", "ram", cuts, "principal/resource-share", "q.principals | q.resourceArns", "q.resourceShareArn", ""},
	{"DisassociateResourceSharePermission", "ram", cuts, "permission/resource-share", "q.permissionArn", "q.resourceShareArn", ""},
	{"DisassociateAccessPolicy", "eks", cuts, "policy/principal", "q.policyArn", "q.principalArn", ""},
	{"DisassociateIdentityProviderConfig", "eks", cuts, "identity-provider/cluster", "q.identityProviderConfig.name", "q.name", ""},
	{"RemoveRoleFromDBInstance", "rds", cuts, "role/database", "q.roleArn", "q.dBInstanceIdentifier", ""},
	{"RemoveRoleFromDBCluster", "rds", cuts, "role/database", "q.roleArn", "q.dBClusterIdentifier", ""},

	{"RevokeGrant", "kms", cuts, "grant/key", "q.grantId", "q.keyId", ""},
	{"DisconnectCustomKeyStore", "kms", cuts, "key-store/account", "q.customKeyStoreId", "a.account", ""},
	{"DisassociateKmsKey", "logs", cuts, "key/log-group", "", "q.logGroupName | q.resourceIdentifier", ""},
	{"DisassociateMacSecKey", "directconnect", cuts, "key/connection", "q.secretARN", "q.connectionId", ""},
	{"RemoveListenerCertificates", "elasticloadbalancing", cuts, "certificate/listener", "q.certificates.certificateArn", "q.listenerArn", ""},
	{"DeregisterCertificate", "ds", cuts, "certificate/directory", "q.certificateId", "q.directoryId", ""},

	{"RemovePermission", "lambda", cuts, "permission/function", "q.statementId", "q.functionName", ""},
	{"RemovePermission", "sns", cuts, "permission/topic", "q.label", "q.topicArn", ""},
	{"RemovePermission", "sqs", cuts, "permission/queue", "q.label", "q.queueUrl", ""},
	{"RemovePermission", "events", cuts, "permission/event-bus", "q.statementId", "q.eventBusName", ""},
	{"RemoveLayerVersionPermission", "lambda", cuts, "permission/layer", "q.statementId", "q.layerName", ""},
	{"DisassociateMembers", "guardduty", cuts, "account/detector", "q.accountIds", "q.detectorId", ""},
	{"DisassociateFromMasterAccount", "guardduty", cuts, "account/detector", "a.account", "q.detectorId", ""},
	{"DisassociateFromAdministratorAccount", "guardduty", cuts, "account/detector", "a.account", "q.detectorId", ""},
	{"DisassociateMembers", "securityhub", cuts, "account/security-hub", "q.accountIds", "", ""},
	{"DisassociateFromMasterAccount", "securityhub", cuts, "account/security-hub", "a.account", "", ""},
	{"DisassociateFromAdministratorAccount", "securityhub", cuts, "account/security-hub", "a.account", "", ""},
	{"DisassociateMember", "inspector2", cuts, "account/inspector", "q.accountId", "", ""},
	{"DisassociateMember", "macie2", cuts, "account/macie", "q.id", "", ""},
	{"DisassociateMembership", "detective", cuts, "account/behavior-graph", "a.account", "q.graphArn", ""},
}
