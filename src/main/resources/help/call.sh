curl '{{url}}' \
  -H "X-Auth-Token: $SALTGATE_TOKEN"
