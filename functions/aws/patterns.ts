// How AWS writes its names and ids: access.yml and resolved targets are held to the same patterns.

const partition = 'aws(?:-[a-z]+)*';
/** Both an instance's and its permission sets' ARNs name the instance. */
const instance = '(?:sso)?ins-[a-zA-Z0-9.-]{16}';

/** 12 digits. */
export const accountId = /^\d{12}$/;

/** One IAM role, without wildcards. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const iamRoleArn = new RegExp(`^arn:${partition}:iam::(\\d{12}):role/[\\w+=,.@/-]{1,512}$`);

/** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const externalId = /^[\w+=,.@:/-]{2,1224}$/;

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html */
export const iamGroupName = /^[\w+=,.@-]{1,128}$/;

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const iamRoleName = /^[\w+=,.@-]{1,64}$/;

/** A policy's name, after its path if it has one. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const policyName = /^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/;

/** One managed policy, of an account or AWS's own. */
export const policyArn = new RegExp(`^arn:${partition}:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]{1,512}$`);

/** One of AWS's own policies. */
export const awsManagedPolicyArn = new RegExp(`^arn:${partition}:iam::aws:policy/[\\w+=,.@/-]{1,512}$`);

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const arnWithoutWildcards = new RegExp(
  `^arn:${partition}:[a-z0-9-]+:[a-z0-9-]*:(?:\\d{12})?:[^\\s*?$"\\\\]{1,1024}$`,
);

/** Source: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
export const permissionSetName = /^[\w+=,.@-]{1,32}$/;

/** Source: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PermissionSet.html */
export const permissionSetArn = new RegExp(
  `^arn:${partition}:sso:::permissionSet/${instance}/ps-[a-zA-Z0-9./-]{16}$`,
);

/** Source: https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_DescribeGroup.html */
export const directoryId =
  /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$/;

/** Source: https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_DescribeGroup.html */
export const identityStoreId =
  /^(d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** Source: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_InstanceMetadata.html */
export const identityCenterInstanceArn = new RegExp(`^arn:${partition}:sso:::instance/${instance}$`);
