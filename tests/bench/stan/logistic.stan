// Logistic regression with flat or normal coefficients.
data {
  int<lower=1> N;
  int<lower=1> D;
  matrix[N, D] X;
  int<lower=0, upper=1> y[N];
  real<lower=0> coefficientSd; // 0: flat
}
parameters {
  vector[D] beta;
}
model {
  target += bernoulli_logit_glm_lpmf(y | X, 0, beta);
  if (coefficientSd > 0) beta ~ normal(0, coefficientSd);
}
