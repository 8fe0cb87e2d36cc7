"""allauth finds providers here, by the name of this module."""

from core.people.openid.providers import OpenIDProvider, ProConnectProvider

provider_classes = [OpenIDProvider, ProConnectProvider]
