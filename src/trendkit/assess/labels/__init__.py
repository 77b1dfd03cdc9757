"""How much and how sure: samples, prevalence, cuts, reviewers."""
