"""Telling people of a new roster: 企业微信, 钉钉, e-mail, or a program of their own."""
