"""Sign-in with an account kept elsewhere: any OpenID Connect provider, and ProConnect.

Read `providers` (what is asked of it, what it says of somebody), `accounts` (whose account that opens) and
`views`. allauth keeps the state of a sign-in that is under way, the link between a person at a provider and an agent
(its SocialAccount), and opens the session. `config.sign_in` reads the settings; without them every address here answers
404.
"""
