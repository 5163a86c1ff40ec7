"""
Serves moto's AWS API on 127.0.0.1 at the port that is its argument, until its standard input ends.

Some things are said to moto that it leaves open; what follows from them is its own judgement:
- what it does not implement is answered as 501 NotImplemented, so that callers can tell it from a refusal;
- ECR says in JSON what it refuses, as it says all else;
- a call to ECR is about a repository, so that `Resource` of a policy counts; any other needs a grant on *;
- within an account, the policy of a repository lets do what that of an identity does not
  (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html);
- all identities are of one organisation, which the environment names;
- a web identity takes on a role by the statements of its trust that are about the token's issuer.
"""

import base64
import json
import os
import sys
import threading

from moto.core.exceptions import ServiceException
from moto.core.responses import BaseResponse
from moto.ecr.responses import ECRResponse
from moto.iam.access_control import IAMPolicyStatement, PermissionResult, create_access_key
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.sts.responses import TokenResponse
from werkzeug.exceptions import HTTPException
from werkzeug.serving import run_simple


class Server(DomainDispatcherApplication):
    def get_backend_for_host(self, host):
        backend = super().get_backend_for_host(host)
        if backend is None and host is not None:
            raise NotImplementedError(f"no backend for {host}")
        return backend

    def __call__(self, environ, start_response):
        try:
            return super().__call__(environ, start_response)
        except NotImplementedError as error:
            body = json.dumps({"__type": "NotImplemented", "message": str(error)}).encode()
            start_response("501 Not Implemented", [("Content-Type", "application/x-amz-json-1.1"), ("Content-Length", str(len(body)))])
            return [body]


def resource_of(response):
    # To ask for repositories without a name is to ask for all of them.
    several = response._get_param("repositoryNames") or (["*"] if response._get_action() == "DescribeRepositories" else [])
    name = response._get_param("repositoryName") or next(iter(several), None)
    if name is None:
        return "*"
    return f"arn:{response.partition}:ecr:{response.region}:{response.current_account}:repository/{name}"


def authorize(response, resource="*"):
    try:
        BaseResponse._authenticate_and_authorize_normal_action(response, resource)
    except HTTPException as refusal:
        if refusal.error_type != "AccessDenied" or not repository_lets(response, resource):
            raise refusal.to_json()


def repository_lets(response, resource):
    repository = response.ecr_backend.repositories.get(resource.partition(":repository/")[2])
    key = create_access_key(response.current_account, response.partition, response.get_access_key(), response.headers)
    account = f"arn:{response.partition}:iam::{response.current_account}"
    callers = [f"{account}:role/{key._owner_role_name}", f"{account}:root"]
    policy = json.loads(repository.policy) if repository is not None and repository.policy is not None else {"Statement": []}
    return any(names(statement, f"ecr:{response._get_action()}", callers) for statement in policy["Statement"])


def names(statement, action, callers):
    everybody = statement["Principal"] == "*"
    if not everybody and "AWS" not in statement["Principal"]:
        return False
    require_known(statement)
    if not everybody and isinstance(statement["Principal"]["AWS"], str):
        # Of one principal that is in no list, moto takes any part for the whole.
        statement = {**statement, "Principal": {"AWS": [statement["Principal"]["AWS"]]}}
    values = {"aws:PrincipalOrgID": os.environ["ORGANIZATION"]}
    answers = [IAMPolicyStatement(statement).is_action_permitted(action, "*", caller, values) for caller in ([None] if everybody else callers)]
    return PermissionResult.PERMITTED in answers


def require_known(statement):
    unknown = set(statement.get("Condition", {})) - {"StringEquals"}
    if unknown or statement["Effect"] != "Allow":
        raise NotImplementedError(f"moto takes {statement['Effect']} {', '.join(sorted(unknown))} for a statement without")


class AccessDenied(ServiceException):
    code = "AccessDenied"


def claims_of(token):
    payload = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims["iss"].removeprefix("https://"), claims


def trusts(statement, provider, values):
    if statement["Principal"].get("Federated") != provider:
        return False
    require_known(statement)
    missing = set(statement.get("Condition", {}).get("StringEquals", {})) - set(values)
    answer = IAMPolicyStatement(statement).is_action_permitted("sts:AssumeRoleWithWebIdentity", incoming_condition_values=values)
    return not missing and answer == PermissionResult.PERMITTED


take_on = TokenResponse.assume_role_with_web_identity


def assume_role_with_web_identity(response):
    iam = iam_backends[response.current_account][response.partition]
    issuer, claims = claims_of(response._get_param("WebIdentityToken"))
    known = next((one for one in iam.open_id_providers.values() if one.url == issuer), None)
    if known is None or claims["aud"] not in known.client_id_list:
        raise AccessDenied(f"no provider for tokens of {issuer} for {claims['aud']}")
    trust = json.loads(iam.get_role_by_arn(response._get_param("RoleArn")).assume_role_policy_document)
    values = {f"{issuer}:{name}": value for name, value in claims.items()}
    if not any(trusts(statement, known.arn, values) for statement in trust["Statement"]):
        raise AccessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity")
    return take_on(response)


ECRResponse._determine_resource = resource_of
ECRResponse._authenticate_and_authorize_normal_action = authorize
TokenResponse.assume_role_with_web_identity = assume_role_with_web_identity
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
run_simple("127.0.0.1", int(sys.argv[1]), Server(create_backend_app), threaded=True, request_handler=MotoRequestHandler)
