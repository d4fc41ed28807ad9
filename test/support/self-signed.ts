// A certificate that nobody has signed, for a name that nobody has, and its key. Not secret: it guards nothing, it exists
// so that receivers with a wrong certificate can be tried. Valid until 2126.

export const SELF_SIGNED = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgY6CiLuUL5ivb41lH
PPOVjrdznthJ4wStYNQJVFbgTNGhRANCAARXjKLopne8g8nACsEIiqm1FAvZ+kfw
AB2tR8LiX0a04kpOmHQU7c4coi1wO+5U5qcQbrZdQXO5ihBxHTpBTUVp
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBoTCCAUegAwIBAgIUcTlr/J3ZK6MjDEIX1IaDhH7m8okwCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNd3JvbmcuZXhhbXBsZTAgFw0yNjExMjIwMjM4NTNaGA8yMTI2
MTAyOTAyMzg1M1owGDEWMBQGA1UEAwwNd3JvbmcuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABFeMouimd7yDycAKwQiKqbUUC9n6R/AAHa1HwuJfRrTi
Sk6YdBTtzhyiLXA77lTmpxButl1Bc7mKEHEdOkFNRWmjbTBrMB0GA1UdDgQWBBS4
9XQhgWb9FnEJ0+riiJ+H+ymTKjAfBgNVHSMEGDAWgBS49XQhgWb9FnEJ0+riiJ+H
+ymTKjAPBgNVHRMBAf8EBTADAQH/MBgGA1UdEQQRMA+CDXdyb25nLmV4YW1wbGUw
CgYIKoZIzj0EAwIDSAAwRQIgOIlbP5nSgV6HiqcdrTpF+15Lv3GnvPhkwe5wxMjc
ZX8CIQDmNVgpRDAGARMMWceJ3G+ZBcaLkt17MhoYNCsZyPZKFQ==
-----END CERTIFICATE-----`,
} as const;
